/**
 * Which add-on is installed where, and until when its plan runs. Guessed, as nothing of it is documented: when the plan has
 * ended the add-on still learns so from its status, and everything else is forbidden; an add-on that was removed gets nothing.
 */
import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import type { BusinessBooks } from "./books.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers, Session } from "./handlers.ts";
import { ADD_ONS } from "./staff.ts";

interface Installation {
  readonly business_code: string;
  readonly appconnect_id: number;
  installed: boolean;
  readonly plan_start_date: string;
  /** The last day of the plan, `YYYY-MM-DD` in UTC. */
  plan_end_date: string;
}

export interface Installations {
  readonly handlers: Pick<PrivageHandlers, "getAddOnStatus">;
  readonly isInstalled: (book: BusinessBooks, appconnectId: number) => boolean;
  /** Why an add-on may not do this, if so. */
  readonly refusal: (session: Session, operationId: string) => Answer | undefined;
  /** `GET` and `POST /_sim/installations`: what a business's owner and its plan do to an add-on, until the next reset. */
  readonly route: ControlRoute;
  readonly reset: () => void;
}

const DAY_MS = 24 * 3600 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

const USAGE = "Send {business_code, appconnect_id, installed?: boolean, plan_end_date?: YYYY-MM-DD}.";

export const createInstallations = (
  clock: Clock,
  books: ReadonlyMap<string, BusinessBooks>,
): Installations => {
  const fresh = (): readonly Installation[] =>
    [...books.values()].flatMap(({ business, startsAt }) =>
      [...ADD_ONS.keys()].map((appconnect_id) => ({
        business_code: business.code,
        appconnect_id,
        installed: true,
        plan_start_date: dayOf(startsAt - 90 * DAY_MS),
        plan_end_date: dayOf(startsAt + 275 * DAY_MS),
      })),
    );
  let installations = fresh();
  const find = (code: unknown, id: unknown) =>
    installations.find(({ business_code, appconnect_id }) => business_code === code && appconnect_id === id);
  const hasEnded = ({ plan_end_date }: Installation) => plan_end_date < dayOf(clock.now());

  return {
    isInstalled: ({ business }, appconnectId) => find(business.code, appconnectId)?.installed === true,
    refusal: ({ books: { business }, appconnectId }, operationId) => {
      const found = find(business.code, appconnectId);
      if (!found?.installed) return failure(403, "This add-on is not installed");
      const isBarred = hasEnded(found) && operationId !== "getAddOnStatus";
      return isBarred ? failure(403, "The plan of this add-on has ended") : undefined;
    },
    handlers: {
      getAddOnStatus: ({ caller: { appconnectId, books } }) => {
        const { business } = books;
        const found = find(business.code, appconnectId);
        if (!found) return failure(403, "This add-on is not installed");
        const status = hasEnded(found) ? "EXPIRED" : "ACTIVE";
        return json(200, {
          add_on: { appconnect_id: appconnectId, name: ADD_ONS.get(appconnectId) ?? "", status },
          business: { business_code: business.code, name: business.name },
          plan: { start_date: found.plan_start_date, end_date: found.plan_end_date },
          settings: {},
        });
      },
    },
    route: ({ method, body }) => {
      if (method === "GET") return json(200, { installations });
      if (method !== "POST") return json(405, { error: "Use GET or POST." });
      const sent = (body ?? {}) as Readonly<Record<string, unknown>>;
      const { business_code, appconnect_id, installed, plan_end_date } = sent;
      const found = find(business_code, appconnect_id);
      const isDate = typeof plan_end_date === "string" && DATE.test(plan_end_date);
      const isFine =
        (installed === undefined || typeof installed === "boolean") &&
        (plan_end_date === undefined || isDate);
      if (!found || !isFine) return json(400, { error: USAGE, installations });
      if (typeof installed === "boolean") found.installed = installed;
      if (isDate) found.plan_end_date = plan_end_date;
      return json(200, found);
    },
    reset: () => {
      installations = fresh();
    },
  };
};
