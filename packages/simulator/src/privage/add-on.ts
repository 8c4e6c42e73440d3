import { json } from "../server/answer.ts";
import type { PrivageHandlers } from "./handlers.ts";
import { ADD_ONS } from "./staff.ts";

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const DAY_MS = 24 * 3600 * 1000;

export const addOnHandlers: Pick<PrivageHandlers, "getAddOnStatus"> = {
  getAddOnStatus: ({ caller: { appconnectId, books } }) =>
    json(200, {
      add_on: { appconnect_id: appconnectId, name: ADD_ONS.get(appconnectId) ?? "", status: "ACTIVE" },
      business: { business_code: books.business.code, name: books.business.name },
      plan: {
        start_date: dayOf(books.startsAt - 90 * DAY_MS),
        end_date: dayOf(books.startsAt + 275 * DAY_MS),
      },
      settings: {},
    }),
};
