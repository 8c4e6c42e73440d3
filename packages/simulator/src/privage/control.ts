import { json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import type { BusinessBooks } from "./books.ts";
import type { Installations } from "./installations.ts";
import type { JwtKey } from "./jwt.ts";
import { createSettingsRoute, type PrivageSettings } from "./settings.ts";
import { STAFF } from "./staff.ts";

const USER_TOKEN_LIFE_SECONDS = 8 * 3600;

/** `/_sim/…` of Privage alone: the staff and their sign-in, the ledger to count against, the installations, the switches. */
export const createPrivageControl = (parts: {
  readonly jwt: JwtKey;
  readonly settings: PrivageSettings;
  readonly books: ReadonlyMap<string, BusinessBooks>;
  readonly installations: Installations;
}): Readonly<Record<string, ControlRoute>> => ({
  staff: () => json(200, { staff: STAFF }),
  "sign-in": async ({ method, body }) => {
    if (method !== "POST") return json(405, { error: "Use POST." });
    const id = (body as { staff_id?: unknown } | null | undefined)?.staff_id;
    const member = STAFF.find(({ staff_id }) => staff_id === id);
    if (!member) {
      return json(400, {
        error: "Send a staff_id of GET /_sim/staff.",
        known: STAFF.map(({ staff_id }) => staff_id),
      });
    }
    const claims = { name: member.name, role: member.role };
    const user_jwt = await parts.jwt.sign(
      "management-site",
      member.staff_id,
      USER_TOKEN_LIFE_SECONDS,
      claims,
    );
    return json(201, { user_jwt });
  },
  /** The movements since the start or the last reset, oldest first; with `?seeded=1` the seeded ones too, by page. */
  ledger: ({ query }) => {
    const wanted = query.get("business_code");
    const withSeeded = query.get("seeded") === "1";
    const limit = Math.min(Number(query.get("limit") ?? 1_000_000), 1_000_000) || 1_000_000;
    const offset = Math.max(0, Number(query.get("offset") ?? 0) || 0);
    const movements = [...parts.books.values()]
      .filter(({ business }) => wanted === null || business.code === wanted)
      .flatMap(({ business, ledger }) => {
        const first = (withSeeded ? 0 : ledger.seededSize) + offset;
        const length = Math.max(0, Math.min(limit, ledger.size - first));
        return Array.from({ length }, (_, row) => ({
          business_code: business.code,
          ...ledger.at(first + row),
        }));
      });
    const seeded = [...parts.books.values()].reduce((sum, { ledger }) => sum + ledger.seededSize, 0);
    return json(200, { seeded, movements });
  },
  installations: parts.installations.route,
  settings: createSettingsRoute(parts.settings),
});
