import { defineMessages } from "../i18n/messages.ts";

export const endMessages = defineMessages(
  {
    title: "Your session has ended",
    logout: "You signed out of the Management Site. Sign in again to continue.",
    tenantSwitch: "Another business was chosen. Open Loyalty Desk again to work for it.",
    permissionChange: "Your permissions have changed. Open Loyalty Desk again to continue with the new ones.",
    closed: "The Management Site closed Loyalty Desk. Open it again from the list of add-ons.",
    planEnded: "The plan of this add-on has ended. Ask the owner to renew it in the Management Site.",
    disconnected: "Loyalty Desk was disconnected. Reload the page to start again.",
    planTitle: "The Loyalty Desk plan has ended",
    planNext: (date: string) =>
      `It ended on ${date}. Nothing is lost: points and coupons are kept by Privage. Ask the owner to renew the plan in the Management Site, then check again.`,
    inactiveTitle: "Loyalty Desk is switched off for this business",
    inactiveNext: "Ask the owner to switch the add-on on in the Management Site, then check again.",
    checkAgain: "Check again",
    outsideTitle: "Open Loyalty Desk from Privage",
    outsideNext:
      "This page works inside the Privage Management Site only. Sign in there and choose Loyalty Desk among the add-ons.",
    connectTitle: "Loyalty Desk could not connect to the Management Site",
    connectNext: "Try again. If that does not help, tell the site's administrator this code:",
  },
  {
    th: {
      title: "เซสชันของคุณสิ้นสุดแล้ว",
      logout: "คุณออกจากระบบ Management Site แล้ว ลงชื่อเข้าใช้อีกครั้งเพื่อทำงานต่อ",
      tenantSwitch: "มีการเลือกธุรกิจอื่น เปิด Loyalty Desk อีกครั้งเพื่อทำงานให้ธุรกิจนั้น",
      permissionChange: "สิทธิ์ของคุณเปลี่ยนไป เปิด Loyalty Desk อีกครั้งเพื่อใช้สิทธิ์ใหม่",
      closed: "Management Site ปิด Loyalty Desk แล้ว เปิดอีกครั้งได้จากรายการแอดออน",
      planEnded: "แพ็กเกจของแอดออนนี้สิ้นสุดแล้ว โปรดให้เจ้าของร้านต่ออายุใน Management Site",
      disconnected: "Loyalty Desk ถูกตัดการเชื่อมต่อ โหลดหน้านี้ใหม่เพื่อเริ่มอีกครั้ง",
      planTitle: "แพ็กเกจ Loyalty Desk สิ้นสุดแล้ว",
      planNext: (date) =>
        `สิ้นสุดเมื่อ ${date} ข้อมูลไม่สูญหาย Privage เก็บแต้มและคูปองไว้ครบ โปรดให้เจ้าของร้านต่ออายุแพ็กเกจใน Management Site แล้วตรวจอีกครั้ง`,
      inactiveTitle: "Loyalty Desk ถูกปิดไว้สำหรับธุรกิจนี้",
      inactiveNext: "โปรดให้เจ้าของร้านเปิดแอดออนใน Management Site แล้วตรวจอีกครั้ง",
      checkAgain: "ตรวจอีกครั้ง",
      outsideTitle: "เปิด Loyalty Desk จาก Privage",
      outsideNext:
        "หน้านี้ใช้ได้เฉพาะภายใน Privage Management Site ลงชื่อเข้าใช้ที่นั่นแล้วเลือก Loyalty Desk จากรายการแอดออน",
      connectTitle: "Loyalty Desk เชื่อมต่อ Management Site ไม่ได้",
      connectNext: "ลองอีกครั้ง หากยังไม่ได้ โปรดแจ้งรหัสนี้แก่ผู้ดูแลเว็บไซต์:",
    },
    vi: {
      title: "Phiên làm việc đã kết thúc",
      logout: "Bạn đã đăng xuất khỏi Management Site. Hãy đăng nhập lại để tiếp tục.",
      tenantSwitch: "Đã chọn doanh nghiệp khác. Hãy mở lại Loyalty Desk để làm việc cho doanh nghiệp đó.",
      permissionChange: "Quyền của bạn đã thay đổi. Hãy mở lại Loyalty Desk để tiếp tục với quyền mới.",
      closed: "Management Site đã đóng Loyalty Desk. Hãy mở lại từ danh sách tiện ích.",
      planEnded: "Gói của tiện ích này đã kết thúc. Hãy nhờ chủ cửa hàng gia hạn trong Management Site.",
      disconnected: "Loyalty Desk đã bị ngắt kết nối. Hãy tải lại trang để bắt đầu lại.",
      planTitle: "Gói Loyalty Desk đã kết thúc",
      planNext: (date) =>
        `Gói kết thúc ngày ${date}. Không có gì bị mất: Privage vẫn giữ điểm và phiếu. Hãy nhờ chủ cửa hàng gia hạn gói trong Management Site, rồi kiểm tra lại.`,
      inactiveTitle: "Loyalty Desk đang tắt cho doanh nghiệp này",
      inactiveNext: "Hãy nhờ chủ cửa hàng bật tiện ích trong Management Site, rồi kiểm tra lại.",
      checkAgain: "Kiểm tra lại",
      outsideTitle: "Hãy mở Loyalty Desk từ Privage",
      outsideNext:
        "Trang này chỉ hoạt động bên trong Privage Management Site. Hãy đăng nhập ở đó và chọn Loyalty Desk trong danh sách tiện ích.",
      connectTitle: "Loyalty Desk không kết nối được với Management Site",
      connectNext: "Hãy thử lại. Nếu vẫn lỗi, hãy báo mã này cho quản trị viên:",
    },
  },
);
