import { randomUUID } from "node:crypto";
import document from "@privage-addons/contracts/openapi/privage.gen.json" with { type: "json" };
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endpointsOf, type OpenApiDocument } from "../../src/contract/document.ts";
import { connect, mint, send, signIn } from "../support/http.ts";
import { type Case, type Request, walk } from "../support/walk.ts";

let simulators: RunningSimulators;
let token: string;
let userToken: string;
beforeAll(async () => {
  simulators = await startSimulators({ rejectDuplicateRefNo: true });
  token = (await connect(simulators)).access_token;
  userToken = await signIn(simulators);
});
afterAll(() => simulators.close());

const api = (path: string, json?: unknown, method?: string) =>
  send(simulators.privage.url + path, { token, json, method });

const install = async (installed: boolean) => {
  const json = { business_code: "CAFE01", appconnect_id: 42, installed };
  expect((await send(`${simulators.privage.url}/_sim/installations`, { json })).status).toBe(200);
};

let serial = 0;
const refNo = () => {
  serial += 1;
  return `walk/${serial}#1`;
};
const added = async () =>
  (await api("/v2/connect/add/points", { card_no: "001", method: 2, points: 10, ref_no: refNo() })).json;
const given = async (setId = 1) =>
  (await api("/v2/connect/coupon/give", { coupon_set_id: setId, member_id: "100001" })).json;

const page: Case = {
  good: () => ({ token, query: { page: 1, size: 2 } }),
  bad: { 400: () => ({ token, query: { size: 1001 } }) },
};
const window: Case = {
  good: () => ({ token, query: { size: 5, from: "2020-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z" } }),
  bad: { 400: () => ({ token, query: { from: "2026-04-17T00:00:00+07:00" } }) },
};
const add: Case = {
  good: () => ({ token, json: { phone_number: "0812345678", method: 1, value: 123.45, ref_no: refNo() } }),
  bad: {
    400: () => ({ token, json: { card_no: "001", method: 3, ref_no: refNo() } }),
    404: () => ({ token, json: { card_no: "no such card", method: 2, points: 1, ref_no: refNo() } }),
    409: async () => ({
      token,
      json: { card_no: "001", method: 2, points: 1, ref_no: (await added()).ref_no },
    }),
  },
};
const burn: Case = {
  good: () => ({ token, json: { card_no: "001", points: 0.5, ref_no: refNo() } }),
  bad: {
    400: () => ({ token, json: { card_no: "001", points: 999_999_999, ref_no: refNo() } }),
    404: () => ({ token, json: { phone_number: "0000000000", points: 1, ref_no: refNo() } }),
    409: async () => ({ token, json: { card_no: "001", points: 1, ref_no: (await added()).ref_no } }),
  },
};
const voidBy = (param: string, field: "id" | "ref_no" | "ref_id"): Case => ({
  good: async () => ({ token, params: { [param]: (await added())[field] } }),
  bad: {
    404: () => ({ token, params: { [param]: "no/such#thing" } }),
    409: async () => {
      const movement = await added();
      await api(`/v2/connect/transactions/${movement.id}`, undefined, "DELETE");
      return { token, params: { [param]: movement[field] } };
    },
  },
});
const voidCoupon: Case = {
  good: async () => ({ token, params: { couponUuid: (await given()).coupon_uuid } }),
  bad: {
    400: () => ({ token, params: { couponUuid: "not-a-uuid" } }),
    404: () => ({ token, params: { couponUuid: randomUUID() } }),
    409: async () => {
      const coupon = await given();
      await api("/v2/connect/coupon/use", { code: coupon.code });
      return { token, params: { couponUuid: coupon.coupon_uuid } };
    },
  },
};
const { apiKey, apiSecret } = DEMO_CREDENTIALS.CAFE01.privage;

const cases: Readonly<Record<string, Case>> = {
  generateExchangeToken: {
    good: () => ({ token: userToken, json: { appconnect_id: 42, business_code: "CAFE01" } }),
    bad: {
      400: () => ({ token: userToken, json: { appconnect_id: "42" } }),
      403: () => ({ token: userToken, json: { appconnect_id: 4242, business_code: "CAFE01" } }),
    },
  },
  exchangeAccessToken: {
    good: async () => ({ json: { exchange_token: await mint(simulators) } }),
    bad: { 400: () => ({ json: {} }), 401: () => ({ json: { exchange_token: randomUUID() } }) },
  },
  renewAccessToken: {
    good: async () => ({ json: { refresh_token: (await connect(simulators)).refresh_token } }),
    bad: { 400: () => ({ json: { refresh_token: 7 } }), 401: () => ({ json: { refresh_token: "unknown" } }) },
  },
  getAccessToken: {
    good: () => ({ json: { api_key: apiKey, api_secret: apiSecret } }),
    bad: {
      400: () => ({ json: { api_key: apiKey } }),
      401: () => ({ json: { api_key: apiKey, api_secret: "wrong" } }),
    },
  },
  getAddOnStatus: { good: () => ({ token }) },
  listCampaigns: page,
  getProfile: {
    good: () => ({ token, query: { phone_number: "0812345678" } }),
    bad: { 400: () => ({ token }), 404: () => ({ token, query: { card_no: "1" } }) },
  },
  listTransactions: window,
  listTransactionsV1: window,
  voidTransactionById: voidBy("id", "id"),
  voidTransactionByRefNo: voidBy("refNo", "ref_no"),
  voidTransactionByRefId: voidBy("refId", "ref_id"),
  addPoints: add,
  addPointsV1: add,
  burnPoints: burn,
  burnPointsV1: burn,
  listCouponSets: page,
  createCouponSet: {
    good: () => ({ token, json: { name: "ชุดใหม่", type: "GENERATE", quantity: 3 } }),
    bad: {
      400: () => ({ token, json: { name: "x", type: "GENERATE" } }),
      409: () => ({ token, json: { name: "x", type: "IMPORT", codes: ["CAFE01-0001"] } }),
    },
  },
  giveCoupon: {
    good: () => ({ token, json: { coupon_set_id: 3, member_id: "100001", ref_no: refNo() } }),
    bad: {
      400: () => ({ token, json: { coupon_set_id: "3" } }),
      404: () => ({ token, json: { coupon_set_id: 3, member_id: "0" } }),
      409: async () => {
        const empty = await api("/v2/connect/coupon/sets", { name: "one", type: "GENERATE", quantity: 1 });
        await given(empty.json.coupon_set_id);
        return { token, json: { coupon_set_id: empty.json.coupon_set_id, member_id: "100001" } };
      },
    },
  },
  listGivenCoupons: { ...window, good: () => ({ token, query: { member_id: "100001", size: 3 } }) },
  voidGivenCoupon: voidCoupon,
  voidGivenCouponV1: voidCoupon,
  checkCoupon: {
    good: async () => ({ token, params: { code: (await given()).code } }),
    bad: { 404: () => ({ token, params: { code: "NO-SUCH" } }) },
  },
  markCouponUsed: {
    good: async () => ({ token, json: { code: (await given()).code, ref_no: refNo() } }),
    bad: {
      400: () => ({ token, json: {} }),
      404: () => ({ token, json: { code: "NO-SUCH" } }),
      409: async () => {
        const { code } = await given();
        await api("/v2/connect/coupon/use", { code });
        return { token, json: { code } };
      },
    },
  },
};

test("every status that the Privage document names can be reached, and fits the document", async () => {
  const contract = document as OpenApiDocument;
  const visited = await walk({
    document: contract,
    baseOf: () => simulators.privage.url,
    control: simulators.privage.url,
    cases,
    before: () => install(true),
    common: async (status, _endpoint, good): Promise<Request | undefined> => {
      if (status === 401) return { ...good, token: undefined };
      if (status !== 403) return undefined;
      await install(false);
      return good;
    },
  });
  expect(endpointsOf(contract)).toHaveLength(24);
  expect(visited).toBeGreaterThan(100);
});
