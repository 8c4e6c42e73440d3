import type { operations } from "@privage-addons/contracts/partner";
import type { Clock } from "../clock/clock.ts";
import type { OpenApiDocument } from "../contract/document.ts";
import { BUSINESSES } from "../data/businesses.ts";
import { admit, type Platform, refuse } from "../server/platform.ts";
import { createApplications } from "./applications.ts";
import { catalogueHandlers } from "./catalogue.ts";
import { createPartnerControl } from "./control.ts";
import { customerHandlers } from "./customers.ts";
import { errors, failure, invalidToken } from "./errors.ts";
import { inventoryHandlers } from "./inventory.ts";
import { purchasingHandlers } from "./purchasing.ts";
import { reportHandlers } from "./reports.ts";
import { createSaleHandlers } from "./sales.ts";
import { createStore } from "./store.ts";
import { createWebhooks } from "./webhooks/subscriptions.ts";

const PARTNER_BASE_PATH = "/api/partner/v1";

/** The MeeD Partner API, under its base path. */
export const createPartner = (options: {
  readonly document: OpenApiDocument;
  readonly clock: Clock;
  readonly seed: number;
  readonly sales: number;
}): Platform => {
  const { document, clock, seed, sales } = options;
  const startsAt = clock.now();
  const stores = new Map(
    BUSINESSES.map((business) => [business.code, createStore(business, { seed, sales, startsAt })]),
  );
  const applications = createApplications(clock, stores);
  const webhooks = createWebhooks(clock);
  const handlers = {
    ...applications.handlers,
    ...createSaleHandlers(clock),
    ...catalogueHandlers,
    ...inventoryHandlers,
    ...purchasingHandlers,
    ...customerHandlers,
    ...reportHandlers,
    ...webhooks.handlers,
  } satisfies Record<(typeof operations)[number]["operationId"], unknown>;

  return {
    name: "partner",
    document,
    corsOrigins: [],
    locate: ({ path }) => ({
      path: path.startsWith(`${PARTNER_BASE_PATH}/`) ? path.slice(PARTNER_BASE_PATH.length) : "",
    }),
    admit: async ({ scheme, operation, incoming: { bearer } }) => {
      if (scheme === undefined) return admit(undefined);
      const application = bearer === undefined ? undefined : await applications.byToken(bearer);
      if (!application) return refuse(invalidToken());
      const scope = operation["x-scope"];
      if (scope !== undefined && !application.scopes.has(scope)) {
        return refuse(failure(403, "insufficient_scope", `This endpoint requires the scope ${scope}`));
      }
      return admit(application);
    },
    handlers,
    errors,
    control: createPartnerControl(applications, webhooks),
    linked: ["applications"],
    reset: () => {
      applications.reset();
      webhooks.reset();
    },
  };
};
