import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/index.ts";
import { type RunningBff, startBff, temporaryFolder, testKey } from "./support/bff.ts";

/** Privage as it might turn out to be: other paths, another method, other names in what the BFF itself reads. */
const overrides = {
  privage: {
    exchangeAccessToken: { path: "/v1/auth-connect/exchange" },
    getAddOnStatus: { path: "/v2/connect/subscription", response: { business_code: "businessCode" } },
    getProfile: { path: "/v2/connect/member" },
    voidTransactionByRefNo: { method: "POST", path: "/v2/connect/void/{refNo}" },
  },
};

let simulators: RunningSimulators;
let bff: RunningBff;
let token: string;
const folder = temporaryFolder();
const file = join(folder.path, "overrides.json");

const call = async (path: string, init: RequestInit = {}) => {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(bff.url + path, { ...init, headers });
  return { status: response.status, json: await response.json() };
};
const post = (path: string, body: unknown) => call(path, { method: "POST", body: JSON.stringify(body) });

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(overrides));
  simulators = await startSimulators({ overrides });
  bff = await startBff({ PRIVAGE_BASE_URL: simulators.privage.url, CONTRACT_OVERRIDES: file });
  const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
  await bff.vault.connections.put({
    provider: "partner",
    business: "CAFE01",
    settings: { baseUrl: `${simulators.partner.url}/api/partner/v1`, clientId },
    secrets: { clientSecret },
  });
  const site = async (path: string, body: object, bearer?: string) => {
    const headers = {
      "content-type": "application/json",
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    };
    return (
      await fetch(simulators.privage.url + path, { method: "POST", headers, body: JSON.stringify(body) })
    ).json();
  };
  const { user_jwt } = await site("/_sim/sign-in", { staff_id: "staff-owner" });
  const wanted = { appconnect_id: 42, business_code: "CAFE01" };
  const { exchange_token } = await site("/v1/auth-connect/exchange-token", wanted, user_jwt);
  token = "";
  token = (await post("/privage/v1/auth-connect/access-token", { exchange_token })).json.access_token;
});

afterAll(async () => {
  await bff.close();
  await simulators.close();
  folder.remove();
});

describe("CONTRACT_OVERRIDES", () => {
  it("sends calls written by the contract to the real path, with the real method", async () => {
    expect((await call("/privage/v2/connect/profile?card_no=001")).json).toMatchObject({ card_no: "001" });
    await post("/privage/v2/connect/add/points", { card_no: "001", method: 2, points: 3, ref_no: "a/b#c" });
    const path = `/privage/v2/connect/transactions/ref-no/${encodeURIComponent("a/b#c")}`;
    expect(await call(path, { method: "DELETE" })).toMatchObject({ status: 200, json: { points: -3 } });
  });

  it("lets the real path pass too, for an SDK that was given the corrections", async () => {
    expect((await call("/privage/v2/connect/member?card_no=001")).status).toBe(200);
    expect((await call("/privage/v2/connect/other")).json.code).toBe("ROUTE_NOT_ALLOWED");
  });

  it("corrects the BFF's own questions, names included: the caller's business is known", async () => {
    expect((await call("/partner/sales?limit=1")).status).toBe(200);
  });

  it("is refused at the start when it cannot be understood, and repeats nothing of a file that is no JSON", () => {
    const problems = (text: string) => {
      writeFileSync(join(folder.path, "wrong.json"), text);
      const env = { VAULT_KEYS: testKey("a"), CONTRACT_OVERRIDES: join(folder.path, "wrong.json") };
      try {
        return JSON.stringify(readConfig(env));
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
    };
    expect(problems('{"privage":{"getMember":{}}}')).toContain("privage.getMember");
    expect(problems("canary")).toMatch(/CONTRACT_OVERRIDES: (?!.*canary)/);
  });
});
