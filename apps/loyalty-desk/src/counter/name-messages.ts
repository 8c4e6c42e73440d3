import { defineMessages } from "../i18n/messages.ts";

export const nameMessages = defineMessages(
  {
    nameTitle: (name: string) => `Members called “${name}”`,
    nameWhy:
      "Privage finds members by phone and card only. Names are looked up among members seen on this desk and the customers of the point of sale.",
    namePosOff: "The point of sale could not be searched. Ask for the phone or card number, or try again.",
    nameNone: "Nobody by that name. Ask for the phone or card number.",
    nameNoPhone: "Phone hidden by the point of sale: ask the customer for it",
    fromPos: "Point of sale",
    fromDesk: "Seen here",
  },
  {
    th: {
      nameTitle: (name) => `สมาชิกชื่อ “${name}”`,
      nameWhy:
        "Privage ค้นหาสมาชิกได้จากเบอร์โทรและบัตรเท่านั้น ชื่อจึงค้นจากสมาชิกที่เคยเปิดที่เคาน์เตอร์นี้และลูกค้าในระบบขายหน้าร้าน",
      namePosOff: "ค้นหาในระบบขายหน้าร้านไม่ได้ โปรดขอเบอร์โทรหรือหมายเลขบัตร หรือลองอีกครั้ง",
      nameNone: "ไม่พบชื่อนี้ โปรดขอเบอร์โทรหรือหมายเลขบัตร",
      nameNoPhone: "ระบบขายหน้าร้านซ่อนเบอร์โทรไว้ โปรดถามลูกค้า",
      fromPos: "ระบบขายหน้าร้าน",
      fromDesk: "เคยเปิดที่นี่",
    },
    vi: {
      nameTitle: (name) => `Hội viên tên “${name}”`,
      nameWhy:
        "Privage chỉ tìm hội viên theo số điện thoại và số thẻ. Tên được tìm trong các hội viên đã mở tại quầy này và khách hàng của hệ thống bán hàng.",
      namePosOff: "Không tìm được trong hệ thống bán hàng. Hãy hỏi số điện thoại hoặc số thẻ, hoặc thử lại.",
      nameNone: "Không có ai tên này. Hãy hỏi số điện thoại hoặc số thẻ.",
      nameNoPhone: "Hệ thống bán hàng ẩn số điện thoại: hãy hỏi khách",
      fromPos: "Hệ thống bán hàng",
      fromDesk: "Đã mở tại đây",
    },
  },
);
