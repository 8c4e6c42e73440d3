import { json } from "../server/answer.ts";
import type { PrivageHandlers } from "./handlers.ts";
import { pageOf } from "./paging.ts";

const DAY_MS = 24 * 3600 * 1000;

const SEEDED = {
  "th-TH": [
    ["แลกแต้มรับกาแฟฟรี", "50 แต้ม แลกอเมริกาโน่ 1 แก้ว", 50],
    ["พุธคู่", "ซื้อ 1 แถม 1 ทุกวันพุธ", 0],
    ["เค้กวันเกิด", "แลกเค้ก 1 ชิ้นในเดือนเกิด", 120.5],
    ["สมาชิกใหม่", "รับ 20 แต้มทันที", 0],
  ],
  "vi-VN": [
    ["Đổi điểm lấy cà phê", "50 điểm đổi một ly cà phê sữa", 50],
    ["Thứ tư nhân đôi", "Mua một tặng một mỗi thứ tư", 0],
    ["Quà sinh nhật", "Đổi phở bò trong tháng sinh nhật", 120.5],
    ["Thành viên mới", "Nhận ngay 20 điểm", 0],
  ],
} as const;

const STATUSES = ["ACTIVE", "ACTIVE", "SCHEDULED", "ENDED"] as const;

export const campaignHandlers: Pick<PrivageHandlers, "listCampaigns"> = {
  listCampaigns: ({ query, caller: { books } }) => {
    const rows = SEEDED[books.business.locale].map(([name, description, points], index) => {
      const status = STATUSES[index] ?? "ACTIVE";
      const day = (offset: number) => new Date(books.startsAt + offset * DAY_MS).toISOString();
      return {
        campaign_id: index + 1,
        name,
        description,
        status,
        points_required: points,
        start_date: day(status === "SCHEDULED" ? 14 : -60),
        end_date: status === "ENDED" ? day(-3) : null,
        image_url: null,
      };
    });
    return json(
      200,
      pageOf(query, rows.length, (row) => rows[row]),
    );
  },
};
