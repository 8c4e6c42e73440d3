import type { operations } from "@privage-addons/contracts/privage";
import type { Clock } from "../clock/clock.ts";
import type { OpenApiDocument } from "../contract/document.ts";
import { BUSINESSES } from "../data/businesses.ts";
import { admit, type Platform, refuse } from "../server/platform.ts";
import { createBooks } from "./books.ts";
import { campaignHandlers } from "./campaigns.ts";
import { createPrivageControl } from "./control.ts";
import { createCouponSetHandlers } from "./coupon-sets.ts";
import { createCouponHandlers } from "./coupons.ts";
import { errors, unauthorized } from "./errors.ts";
import { createInstallations } from "./installations.ts";
import { createJwtKey } from "./jwt.ts";
import { memberHandlers } from "./members.ts";
import { createPointsHandlers } from "./points.ts";
import type { PrivageSettings } from "./settings.ts";
import { STAFF } from "./staff.ts";
import { createTokens } from "./tokens.ts";
import { createTransactionHandlers } from "./transactions.ts";

export interface PrivageOptions {
  readonly document: OpenApiDocument;
  readonly clock: Clock;
  readonly seed: number;
  readonly members: number;
  readonly transactions: number;
  readonly corsOrigins: readonly string[];
  readonly settings: PrivageSettings;
}

/** The Privage Open API. */
export const createPrivage = (options: PrivageOptions): Platform => {
  const { clock } = options;
  const settings = { ...options.settings };
  const { seed, members, transactions } = options;
  const startsAt = clock.now();
  const books = new Map(
    BUSINESSES.map((business) => [
      business.code,
      createBooks(business, { seed, members, transactions, startsAt }),
    ]),
  );
  const jwt = createJwtKey(clock);
  const installations = createInstallations(clock, books);
  const tokens = createTokens({ clock, jwt, settings, books, installations });
  const handlers = {
    ...tokens.handlers,
    ...installations.handlers,
    ...campaignHandlers,
    ...memberHandlers,
    ...createPointsHandlers(clock, settings),
    ...createTransactionHandlers(clock),
    ...createCouponSetHandlers(clock),
    ...createCouponHandlers(clock),
  } satisfies Record<(typeof operations)[number]["operationId"], unknown>;

  return {
    name: "privage",
    document: options.document,
    corsOrigins: options.corsOrigins,
    locate: ({ path }) => ({ path }),
    admit: async ({ scheme, operation, incoming: { bearer } }) => {
      if (scheme === undefined) return admit(undefined);
      if (bearer === undefined) return refuse(unauthorized());
      if (scheme === "userToken") {
        const claims = await jwt.read("management-site", bearer);
        const member = STAFF.find(({ staff_id }) => staff_id === claims?.["sub"]);
        return member ? admit(member) : refuse(unauthorized());
      }
      const session = await tokens.sessionOf(bearer);
      if (!session) return refuse(unauthorized());
      const refusal = installations.refusal(session, operation.operationId);
      return refusal ? refuse(refusal) : admit(session);
    },
    handlers,
    errors,
    control: createPrivageControl({ jwt, settings, books, installations }),
    linked: ["staff", "ledger", "settings", "installations"],
    reset: () => {
      tokens.reset();
      installations.reset();
      Object.assign(settings, options.settings);
      for (const book of books.values()) book.reset();
    },
  };
};
