import { defineMessages } from "../i18n/messages.ts";

export const planMessages = defineMessages(
  {
    planTitle: "The Loyalty Desk plan has ended",
    planNext: (date: string) =>
      `It ended on ${date}. Nothing is lost: points and coupons are kept by Privage. Ask the owner to renew the plan in the Management Site, then check again.`,
    inactiveTitle: "Loyalty Desk is switched off for this business",
    inactiveNext: "Ask the owner to switch the add-on on in the Management Site, then check again.",
    checkAgain: "Check again",
  },
  {
    th: {
      planTitle: "แพ็กเกจ Loyalty Desk สิ้นสุดแล้ว",
      planNext: (date) =>
        `สิ้นสุดเมื่อ ${date} ข้อมูลไม่สูญหาย Privage เก็บแต้มและคูปองไว้ครบ โปรดให้เจ้าของร้านต่ออายุแพ็กเกจใน Management Site แล้วตรวจอีกครั้ง`,
      inactiveTitle: "Loyalty Desk ถูกปิดไว้สำหรับธุรกิจนี้",
      inactiveNext: "โปรดให้เจ้าของร้านเปิดส่วนเสริมใน Management Site แล้วตรวจอีกครั้ง",
      checkAgain: "ตรวจอีกครั้ง",
    },
    vi: {
      planTitle: "Gói Loyalty Desk đã kết thúc",
      planNext: (date) =>
        `Gói kết thúc ngày ${date}. Không có gì bị mất: Privage vẫn giữ điểm và phiếu. Hãy nhờ chủ cửa hàng gia hạn gói trong Management Site, rồi kiểm tra lại.`,
      inactiveTitle: "Loyalty Desk đang tắt cho doanh nghiệp này",
      inactiveNext: "Hãy nhờ chủ cửa hàng bật tiện ích trong Management Site, rồi kiểm tra lại.",
      checkAgain: "Kiểm tra lại",
    },
  },
);
