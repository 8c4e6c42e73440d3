import type { Language } from "../../visitor.ts";

/** What a person reads at the turns of a story: written down here again, so that a missing translation is seen. */
export interface Words {
  readonly catalogue: string;
  readonly signIn: string;
  readonly nowWorkingIn: RegExp;
  readonly leaveAsk: string;
  readonly stay: string;
  readonly leave: string;
  readonly logOut: string;
  readonly inspector: string;
  readonly opening: RegExp;
  readonly freshStart: RegExp;
  readonly revoke: string;
  readonly burned: string;
  readonly yesUndo: string;
  readonly undone: string;
  readonly added: RegExp;
  readonly given: RegExp;
  readonly readyToUse: string;
  readonly used: string;
  readonly isUsed: string;
  readonly namesOnlyHere: RegExp;
  readonly nobody: string;
  readonly running: string;
  readonly noneFits: string;
  readonly perDay: string;
  readonly perBranch: string;
  readonly orders: string;
  readonly products: string;
  readonly connectShop: string;
  readonly planRunning: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    catalogue: "Add-ons",
    signIn: "Sign in to Privage",
    nowWorkingIn: /^Now working in/,
    leaveAsk: "Leave without saving?",
    stay: "Stay",
    leave: "Leave",
    logOut: "Log out",
    inspector: "Handoff inspector",
    opening: /^Opening/,
    freshStart: /^Fresh start through the site/,
    revoke: "Revoke refresh token",
    burned: "Burned 31 points",
    yesUndo: "Yes, undo",
    undone: "Undone",
    added: /^Added [\d.,]+ points$/,
    given: /^Given: /,
    readyToUse: "Ready to use",
    isUsed: "Used",
    used: "Used. Give the customer what it is for.",
    namesOnlyHere: /Privage finds members by phone and card only/,
    nobody: "No member for “0899999999”",
    running: "Running",
    noneFits: "No campaign fits",
    perDay: "Revenue per day",
    perBranch: "Per branch",
    orders: "Orders",
    products: "Products",
    connectShop: "Connect the Haravan shop",
    planRunning: "Running",
  },
  th: {
    catalogue: "ส่วนเสริม",
    signIn: "เข้าสู่ระบบ Privage",
    nowWorkingIn: /^กำลังทำงานใน/,
    leaveAsk: "ออกโดยไม่บันทึกหรือไม่",
    stay: "อยู่ต่อ",
    leave: "ออก",
    logOut: "ออกจากระบบ",
    inspector: "ตัวตรวจการส่งต่อ",
    opening: /^การเปิด/,
    freshStart: /^เริ่มใหม่ผ่านเว็บไซต์/,
    revoke: "ถอนโทเค็นต่ออายุ",
    burned: "ใช้ไป 31 แต้ม",
    yesUndo: "ใช่ ยกเลิกรายการ",
    undone: "ยกเลิกรายการแล้ว",
    added: /^เพิ่มแล้ว [\d.,]+ แต้ม$/,
    given: /^มอบแล้ว: /,
    readyToUse: "พร้อมใช้",
    isUsed: "ใช้แล้ว",
    used: "ใช้คูปองแล้ว มอบสิทธิ์ให้ลูกค้าได้เลย",
    namesOnlyHere: /Privage ค้นหาสมาชิกได้จากเบอร์โทรและบัตรเท่านั้น/,
    nobody: "ไม่พบสมาชิกสำหรับ “0899999999”",
    running: "กำลังดำเนินการ",
    noneFits: "ไม่มีแคมเปญที่ตรงกัน",
    perDay: "รายได้รายวัน",
    perBranch: "แยกตามสาขา",
    orders: "คำสั่งซื้อ",
    products: "สินค้า",
    connectShop: "เชื่อมต่อร้าน Haravan",
    planRunning: "ใช้งานอยู่",
  },
  vi: {
    catalogue: "Tiện ích",
    signIn: "Đăng nhập Privage",
    nowWorkingIn: /^Đang làm việc tại/,
    leaveAsk: "Rời đi mà không lưu?",
    stay: "Ở lại",
    leave: "Rời đi",
    logOut: "Đăng xuất",
    inspector: "Theo dõi bàn giao",
    opening: /^Mở tiện ích/,
    freshStart: /^Bắt đầu lại/,
    revoke: "Thu hồi mã gia hạn",
    burned: "Đã dùng 31 điểm",
    yesUndo: "Có, hoàn tác",
    undone: "Đã hoàn tác",
    added: /^Đã cộng [\d.,]+ điểm$/,
    given: /^Đã tặng: /,
    readyToUse: "Dùng được",
    isUsed: "Đã dùng",
    used: "Đã dùng. Hãy trao ưu đãi cho khách.",
    namesOnlyHere: /Privage chỉ tìm hội viên theo số điện thoại và số thẻ/,
    nobody: "Không có hội viên nào với “0899999999”",
    running: "Đang chạy",
    noneFits: "Không có chiến dịch phù hợp",
    perDay: "Doanh thu theo ngày",
    perBranch: "Theo chi nhánh",
    orders: "Đơn hàng",
    products: "Sản phẩm",
    connectShop: "Kết nối cửa hàng Haravan",
    planRunning: "Đang hoạt động",
  },
};
