import { createOverriddenFetch, parseOverrides, renameFields } from "@privage-addons/contracts/overrides";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renameInJson } from "../src/contract/override.ts";
import { ALL_HARAVAN_SCOPES, mint, send } from "./support/http.ts";

const overrides = parseOverrides({
  privage: {
    exchangeAccessToken: {
      path: "/v1/auth-connect/exchange",
      request: { exchange_token: "exchangeToken" },
      response: { access_token: "accessToken", refresh_token: "refreshToken", statusCode: "code" },
    },
    getProfile: {
      path: "/v2/connect/member",
      query: { phone_number: "phone" },
      response: { points: "point_balance" },
    },
    voidTransactionByRefNo: { method: "POST", path: "/v2/connect/void/{refNo}" },
    listTransactions: { response: { card_no: "cardNo" } },
  },
  haravan: {
    exchangeToken: { response: { token: "omni", access_token: "jwt" } },
    listProducts: { response: { price: "cost" } },
  },
});

let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators({ overrides });
});
afterAll(() => simulators.close());

const clientOf = (platform: "privage" | "haravan") => {
  const baseUrl = simulators[platform].url;
  const corrected = createOverriddenFetch({ platform, baseUrl, overrides });
  return async (path: string, init: { method?: string; token?: string; json?: unknown } = {}) => {
    const response = await corrected(baseUrl + path, {
      method: init.method ?? (init.json === undefined ? "GET" : "POST"),
      headers: {
        ...(init.token !== undefined && { authorization: `Bearer ${init.token}` }),
        ...(init.json !== undefined && { "content-type": "application/json" }),
      },
      body: init.json === undefined ? null : JSON.stringify(init.json),
    });
    return { status: response.status, json: await response.json() };
  };
};

test("a corrected platform no longer knows the assumed path, and answers at the real one with its real names", async () => {
  const exchange_token = await mint(simulators);
  const { url } = simulators.privage;
  const assumed = await send(`${url}/v1/auth-connect/access-token`, { json: { exchange_token } });
  expect(assumed.status).toBe(404);
  const wrongName = await send(`${url}/v1/auth-connect/exchange`, { json: { exchange_token } });
  expect(wrongName).toMatchObject({ status: 400, json: { code: 400 } });
  const real = await send(`${url}/v1/auth-connect/exchange`, { json: { exchangeToken: exchange_token } });
  expect(Object.keys(real.json)).toEqual(["accessToken", "refreshToken"]);
});

test("code that speaks the contract works against it through the corrected fetch, unchanged", async () => {
  const call = clientOf("privage");
  const exchange_token = await mint(simulators);
  const { json: pair } = await call("/v1/auth-connect/access-token", { json: { exchange_token } });
  const token = pair.access_token;
  const profile = await call("/v2/connect/profile?phone_number=0812345678", { token });
  expect(profile.json.points).toBeTypeOf("number");
  const json = { card_no: "001", points: 1, ref_no: "a/b#c" };
  expect((await call("/v2/connect/burn/points", { token, json })).status).toBe(201);
  const path = `/v2/connect/transactions/ref-no/${encodeURIComponent("a/b#c")}`;
  expect((await call(path, { method: "DELETE", token })).status).toBe(200);
  const { json: page } = await call("/v2/connect/transactions?size=1", { token });
  expect(page.data[0].card_no).toBe("001");
  expect((await call("/v1/auth-connect/access-token", { json: { exchange_token } })).json.statusCode).toBe(
    401,
  );
});

test("renamed fields are found at any depth, and numbers keep the way they are printed", async () => {
  const { shop, clientId, clientSecret, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;
  const json = {
    token_exchange: { client_id: clientId, secret_key: clientSecret, scopes: ALL_HARAVAN_SCOPES },
  };
  const exchanged = await send(`${simulators.haravan.url}/${shop}/admin/token_exchange.json`, {
    token: legacyAccessToken,
    json,
  });
  const token = exchanged.json.omni.jwt;
  const raw = await send(`${simulators.haravan.url}/com/products.json?limit=1`, { token });
  expect(raw.text).toMatch(/"cost":\d+\.\d{4},/);
  const { json: page } = await clientOf("haravan")("/com/products.json?limit=1", { token });
  expect(page.products[0].variants[0].price).toBeTypeOf("number");
});

test("renaming in the text is renaming in the value, whatever is quoted, escaped or looks like a key", () => {
  const renames = { a: "x", ":": "y", '"a': "z" };
  // A value that holds a wire name already has two keys of one name afterwards: which of them counts, nobody can say.
  const key = fc
    .oneof(fc.constantFrom("a", "b", ":", ",", '"a', "\\", '\\"a":'), fc.string())
    .filter((name) => !Object.values(renames).includes(name));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, key, fc.integer(), tie("list"), tie("object")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    object: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(value, (json) => {
      const text = JSON.stringify(json);
      expect(renameInJson(text, renames)).toBe(JSON.stringify(renameFields(JSON.parse(text), renames)));
    }),
    { numRuns: 500 },
  );
});
