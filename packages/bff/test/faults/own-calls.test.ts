/** Every call that the BFF makes for itself × every fault: no token is lost, and no call is answered with a lie. */

import type { AddOnError } from "@privage-addons/contracts";
import {
  FAULT_KINDS,
  type FaultKind,
  type RunningSimulators,
  startSimulators,
} from "@privage-addons/simulator";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  armFault,
  requestsTo,
  resetSimulators,
  type SimulatedBff,
  startSimulatedBff,
} from "../support/simulated.ts";

let simulators: RunningSimulators;
let bff: SimulatedBff;

beforeAll(async () => {
  simulators = await startSimulators({ members: 5, transactions: 5, sales: 5, orders: 5 });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await resetSimulators(simulators);
  bff = await startSimulatedBff(simulators, { UPSTREAM_TIMEOUT_MS: "700" });
});
afterEach(() => bff.close());

type Outcome = Awaited<ReturnType<SimulatedBff["call"]>>;

const orders = () => bff.call("/haravan/com/orders.json");
const exchangeThenCall = () => bff.exchange().then(orders);

const renewalsAsked = async () =>
  (await requestsTo(simulators, "haravan")).filter(({ operationId }) => operationId === "issueToken").length;

/** The pair is due for its renewal, and calls go on meanwhile: the access token at hand still works. */
const renewInTime = async (): Promise<Outcome> => {
  await exchangeThenCall();
  await sql`update token set renew_at = 0 where id = 'haravan:CAFE01'`.execute(bff.vault.database.db);
  const connection = await bff.vault.connections.get("haravan:CAFE01");
  // Credentials that were put again make the process look at the vault again.
  if (connection?.secrets) await bff.vault.connections.put({ ...connection, secrets: connection.secrets });
  let outcome: Outcome | undefined;
  const callAndCount = async () => {
    outcome = await orders();
    expect(outcome.status).toBe(200);
    return renewalsAsked();
  };
  await expect.poll(callAndCount, { timeout: 30_000 }).toBeGreaterThan(0);
  return outcome ?? orders();
};

/** The server-to-server token, which no route of ours gives out. */
const privageToken = (): Promise<Outcome> =>
  bff.app.getPrivageToken("CAFE01").then(
    () => ({ status: 200, text: "{}" }),
    (error: unknown) => ({ status: 503, text: JSON.stringify((error as AddOnError).toData()) }),
  );

interface OwnCall {
  readonly on: "privage" | "partner" | "haravan";
  readonly path: string;
  readonly work: () => Promise<Outcome>;
  /** What has to work again once the fault is gone; `work` itself, unless it says otherwise. */
  readonly after?: () => Promise<Outcome>;
}

const CALLS: Readonly<Record<string, OwnCall>> = {
  "the question whose token it is": {
    ...{ on: "privage", path: "/v2/connect/add-on/status" },
    work: () => bff.call("/connections"),
  },
  "Privage's token for jobs": { on: "privage", path: "/v1/auth-connect/token", work: privageToken },
  "a Partner token": {
    ...{ on: "partner", path: "/api/partner/v1/oauth/token" },
    work: () => bff.call("/partner/sales"),
  },
  "Haravan's exchange": {
    on: "haravan",
    path: "*token_exchange.json",
    work: () => bff.exchange(),
    after: exchangeThenCall,
  },
  "Haravan's proof": {
    on: "haravan",
    path: "/com/shop.json",
    work: () => bff.exchange(),
    after: exchangeThenCall,
  },
  "Haravan's renewal": { on: "haravan", path: "/connect/token", work: renewInTime, after: orders },
};

describe.each(Object.entries(CALLS))("%s", (_name, { on, path, work, after = work }) => {
  it.each(FAULT_KINDS)(
    "survives %s",
    async (fault: FaultKind) => {
      await armFault(simulators, on, { match: { path }, fault, times: 1, delayMs: 20, status: 500 });
      // `hang` on a token call lasts for its whole deadline of 8 s; the rest is over at once.
      const { status, text } = await work();
      const struck = (await requestsTo(simulators, on)).filter((request) => request.fault === fault);
      expect(struck).toHaveLength(1);
      // Either it worked, or a problem says that it did not, and whether it may be repeated.
      const answer: unknown = JSON.parse(text);
      if (status !== 200) {
        expect(status).toBeGreaterThanOrEqual(500);
        expect(answer).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), retryable: true });
      }
      // Once the fault is gone, everything works without anybody's help; failures are remembered for seconds at most.
      await expect
        .poll(async () => (await after().catch(() => ({ status: 0 }))).status, {
          timeout: 60_000,
          interval: 200,
        })
        .toBe(200);
    },
    120_000,
  );
});
