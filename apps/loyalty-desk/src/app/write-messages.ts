import { defineMessages } from "../i18n/messages.ts";

export const writeMessages = defineMessages(
  {
    unknown: "It is not known whether this was recorded",
    unknownNext: (reference: string) =>
      `The answer was lost. Do not repeat it: look how it stands first.${reference && ` Reference ${reference}.`}`,
    lookAgain: "See how it stands",
    notRecorded: "Nothing was recorded",
    notRecordedNext: "It is safe to try again.",
    repeat: "Try again",
  },
  {
    th: {
      unknown: "ยังไม่ทราบว่ารายการนี้ถูกบันทึกหรือไม่",
      unknownNext: (reference) => `คำตอบสูญหาย อย่าทำซ้ำ โปรดดูสถานะก่อน${reference && ` เลขอ้างอิง ${reference}`}`,
      lookAgain: "ดูสถานะล่าสุด",
      notRecorded: "ยังไม่มีการบันทึก",
      notRecordedNext: "ลองอีกครั้งได้อย่างปลอดภัย",
      repeat: "ลองอีกครั้ง",
    },
    vi: {
      unknown: "Chưa biết việc này đã được ghi nhận hay chưa",
      unknownNext: (reference) =>
        `Câu trả lời bị mất. Đừng làm lại: hãy xem tình trạng trước.${reference && ` Mã tham chiếu ${reference}.`}`,
      lookAgain: "Xem tình trạng",
      notRecorded: "Chưa có gì được ghi nhận",
      notRecordedNext: "Có thể thử lại an toàn.",
      repeat: "Thử lại",
    },
  },
);
