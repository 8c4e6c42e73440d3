/** Every fault of the simulators × every kind of call: no token is lost, and no call is answered with a lie. */
import {
  DEMO_CREDENTIALS,
  FAULT_KINDS,
  type FaultKind,
  type RunningSimulators,
  startSimulators,
} from "@privage-addons/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningBff, startBff } from "./support/bff.ts";

let simulators: RunningSimulators;
let bff: RunningBff;
let accessToken: string;

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
};

const signIn = async (): Promise<string> => {
  const { privage } = simulators;
  const { staff } = (await (await fetch(`${privage.url}/_sim/staff`)).json()) as {
    staff: { staff_id: string; role: string }[];
  };
  const owner = staff.find(({ role }) => role === "owner");
  const { user_jwt } = await post(`${privage.url}/_sim/sign-in`, { staff_id: owner?.staff_id });
  const { exchange_token } = await post(
    `${privage.url}/v1/auth-connect/exchange-token`,
    { appconnect_id: 42, business_code: "CAFE01" },
    { authorization: `Bearer ${user_jwt}` },
  );
  const { access_token = "" } = await post(`${privage.url}/v1/auth-connect/access-token`, { exchange_token });
  return access_token;
};

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

beforeEach(async () => {
  const { privage, partner, haravan } = simulators;
  await Promise.all([privage, partner, haravan].map(({ url }) => post(`${url}/_sim/reset`, {})));
  bff = await startBff({
    PRIVAGE_BASE_URL: privage.url,
    HARAVAN_API_BASE_URL: haravan.url,
    HARAVAN_ACCOUNTS_BASE_URL: haravan.url,
    HARAVAN_SHOP_BASE_URL: `${haravan.url}/{shop}`,
    UPSTREAM_TIMEOUT_MS: "700",
  });
  const { partner: client, haravan: shop } = DEMO_CREDENTIALS.CAFE01;
  await bff.vault.connections.put({
    provider: "partner",
    business: "CAFE01",
    settings: { baseUrl: `${partner.url}/api/partner/v1`, clientId: client.clientId },
    secrets: { clientSecret: client.clientSecret },
  });
  await bff.vault.connections.put({
    provider: "haravan",
    business: "CAFE01",
    settings: { shop: shop.shop, clientId: shop.clientId },
    secrets: { clientSecret: shop.clientSecret },
  });
  accessToken = await signIn();
});
afterEach(() => bff.close());

const call = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${bff.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...init.headers },
  });
  return { status: answer.status, text: await answer.text() };
};
const exchange = () => {
  const { shop, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;
  return call("/haravan/token-exchange", {
    method: "POST",
    body: JSON.stringify({ shop, access_token: legacyAccessToken }),
  });
};
const burn = (refNo: string) =>
  call("/privage/v2/connect/burn/points", {
    method: "POST",
    body: JSON.stringify({ card_no: "001", points: 1, ref_no: refNo }),
  });

const CALLS = {
  "the question whose token it is": {
    on: "privage",
    path: "/v2/connect/add-on/status",
    work: () => call("/connections"),
  },
  "a member's profile": {
    on: "privage",
    path: "/v2/connect/profile",
    work: () => call("/privage/v2/connect/profile?card_no=001"),
  },
  "burning points": { on: "privage", path: "/v2/connect/burn/points", work: () => burn("FAULT-1") },
  "a Partner token": {
    on: "partner",
    path: "/api/partner/v1/oauth/token",
    work: () => call("/partner/sales"),
  },
  "the Partner's sales": { on: "partner", path: "/api/partner/v1/sales", work: () => call("/partner/sales") },
  "Haravan's exchange": { on: "haravan", path: "*token_exchange.json", work: exchange },
  "Haravan's proof": { on: "haravan", path: "/com/shop.json", work: exchange },
  "Haravan's orders": {
    on: "haravan",
    path: "/com/orders.json",
    work: () => exchange().then(() => call("/haravan/com/orders.json")),
  },
} as const;

const isWhole = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe.each(Object.entries(CALLS))("%s", (name, { on, path, work }) => {
  it.each([...FAULT_KINDS])(
    "survives %s",
    async (fault: FaultKind) => {
      const order = { match: { path }, fault, times: 1, delayMs: 20, status: 500 };
      await fetch(`${simulators[on].url}/_sim/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(order),
      });
      // `hang` on a token call lasts for its whole deadline of 8 s; the rest is over at once.
      const outcome = await work().catch(() => "cut off" as const);
      if (outcome === "cut off") expect(["truncate", "malformed", "slow-body"]).toContain(fault);
      else if (outcome.status >= 400 && fault !== "status") {
        expect(JSON.parse(outcome.text)).toMatchObject({
          code: expect.stringMatching(/^[A-Z_]+$/),
          retryable: expect.any(Boolean),
        });
      } else if (outcome.status < 400 && fault !== "malformed") expect(isWhole(outcome.text)).toBe(true);

      if (name === "burning points") {
        const { movements = [] } = (await (await fetch(`${simulators.privage.url}/_sim/ledger`)).json()) as {
          movements?: { ref_no?: string | null }[];
        };
        const moved = movements.filter(({ ref_no }) => ref_no === "FAULT-1").length;
        expect(moved).toBeLessThanOrEqual(1);
        if (outcome !== "cut off" && outcome.status === 201) expect(moved).toBe(1);
        if (outcome !== "cut off" && outcome.status >= 500 && fault !== "status") {
          expect(JSON.parse(outcome.text)).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false });
        }
        return;
      }
      // Once the fault is gone, everything works again without anybody's help; failures are remembered for seconds at most.
      await bff.vault.database.db
        .updateTable("token")
        .set({ retry_at: 0 })
        .where("failure_code", "!=", "CREDENTIALS_REJECTED")
        .execute();
      await expect
        .poll(async () => (await work().catch(() => ({ status: 0 }))).status, {
          timeout: 15_000,
          interval: 200,
        })
        .toBe(200);
    },
    40_000,
  );
});
