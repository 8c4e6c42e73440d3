import { createHash } from "node:crypto";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { send } from "./support/http.ts";

const NOW = Date.UTC(2026, 5, 15, 12);
const CALLBACK = "https://desk.example/callback";
const LOGIN = "openid profile email org userinfo";
const INSTALL = `${LOGIN} grant_service offline_access com.read_shop com.read_orders`;
let simulators: RunningSimulators;
const { shop, clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.haravan;
beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(() => send(`${simulators.haravan.url}/_sim/reset`, { method: "POST" }));

const authorize = (query: object = {}) => {
  const asked = { response_type: "code", scope: LOGIN, client_id: clientId, redirect_uri: CALLBACK };
  return send(`${simulators.haravan.url}/connect/authorize?${new URLSearchParams({ ...asked, ...query })}`);
};
/** The decisions that a consent page offers, by their words. */
const choicesOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map(([, href = "", words = ""]) => [
      words.split(" of ")[0] ?? "",
      simulators.haravan.url + href.replaceAll("&amp;", "&"),
    ]),
  );
/** What the browser brings back to the app when somebody decides. */
const decide = async (who: "Owner" | "Staff" | "Do not agree", query: object = {}) => {
  const { text } = await authorize(query);
  const response = await fetch(choicesOf(text)[who] ?? "", { redirect: "manual" });
  return { status: response.status, location: response.headers.get("location"), page: await response.text() };
};
const comeBack = async (...given: Parameters<typeof decide>) => {
  const { location } = await decide(...given);
  return Object.fromEntries(new URL(location ?? "").searchParams);
};
const trade = (form: object) =>
  send(`${simulators.haravan.url}/connect/token`, {
    form: {
      grant_type: "authorization_code",
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: CALLBACK,
      ...form,
    },
  });
const keys = () =>
  createRemoteJWKSet(new URL(`${simulators.haravan.url}/.well-known/openid-configuration/jwks`));

test("somebody agrees, the browser comes back with code and state, and the code buys tokens that work", async () => {
  const result = await comeBack("Owner", { scope: INSTALL, state: "s-1" });
  expect(result).toEqual({ code: expect.any(String), state: "s-1" });
  const { json } = await trade({ code: result["code"] });
  expect(json).toMatchObject({ token_type: "Bearer", expires_in: 86_400, scope: INSTALL });
  const token = json.access_token;
  expect((await send(`${simulators.haravan.url}/com/orders.json`, { token })).status).toBe(200);
  expect((await send(`${simulators.haravan.url}/com/products.json`, { token })).status).toBe(403);
  expect(json).toHaveProperty("refresh_token");
});

test("the id token is signed by the published key, and says who came, from which shop", async () => {
  const { code } = await comeBack("Staff", { nonce: "n-1" });
  const { id_token } = (await trade({ code })).json;
  const configuration = await send(`${simulators.haravan.url}/.well-known/openid-configuration`);
  expect(configuration.json.issuer).toBe(simulators.haravan.url);
  const { payload } = await jwtVerify(id_token, keys(), {
    issuer: configuration.json.issuer,
    audience: clientId,
    currentDate: new Date(NOW),
  });
  expect(payload).toMatchObject({
    orgid: "200000244883",
    orgsub: "cafe01",
    role: ["staff"],
    email: "staff@cafe01.example",
    nonce: "n-1",
  });
});

test("signing in alone needs no owner, brings a short-lived token, and no refresh token", async () => {
  const { code } = await comeBack("Staff");
  const { json } = await trade({ code });
  expect(json.expires_in).toBe(3600);
  expect(json).not.toHaveProperty("refresh_token");
});

test("only the owner can install; staff are told no, and so is whoever does not agree", async () => {
  expect(decodeJwt((await trade(await comeBack("Owner"))).json.id_token)["role"]).toEqual(["admin"]);
  expect(await comeBack("Staff", { scope: INSTALL })).toMatchObject({ error: "access_denied" });
  expect(await comeBack("Do not agree", { state: "s-2" })).toEqual({ error: "access_denied", state: "s-2" });
});

test("the hybrid flow posts code and id token as a form; the id token is bound to the code and the nonce", async () => {
  const hybrid = { response_type: "code id_token", response_mode: "form_post", nonce: "n-2" };
  const { status, page } = await decide("Owner", hybrid);
  expect(status).toBe(200);
  expect(page).toContain(`<form method="post" action="${CALLBACK}">`);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? "";
  const { payload } = await jwtVerify(field("id_token"), keys(), { currentDate: new Date(NOW) });
  const hash = createHash("sha256").update(field("code")).digest().subarray(0, 16).toString("base64url");
  expect(payload).toMatchObject({ nonce: "n-2", c_hash: hash });
  expect((await trade({ code: field("code") })).status).toBe(200);
});

describe("a code is refused", () => {
  const refused = { status: 400, json: { error: "invalid_grant" } };

  test("when it comes again", async () => {
    const { code } = await comeBack("Owner");
    expect((await trade({ code })).status).toBe(200);
    expect(await trade({ code })).toMatchObject(refused);
  });

  test("after five minutes", async () => {
    const { code } = await comeBack("Owner");
    await send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds: 300 } });
    expect(await trade({ code })).toMatchObject(refused);
  });

  test("with another redirect_uri, or from another app", async () => {
    const first = await comeBack("Owner");
    const elsewhere = { code: first["code"], redirect_uri: "https://evil.example/" };
    expect(await trade(elsewhere)).toMatchObject(refused);
    const second = await comeBack("Owner");
    const other = DEMO_CREDENTIALS.PHO02.haravan;
    const stolen = { code: second["code"], client_id: other.clientId, client_secret: other.clientSecret };
    expect(await trade(stolen)).toMatchObject(refused);
  });
});

test("a decision counts once, and not after ten minutes", async () => {
  const choices = choicesOf((await authorize()).text);
  const take = async (url = "") => (await fetch(url, { redirect: "manual" })).status;
  expect([await take(choices["Owner"]), await take(choices["Owner"])]).toEqual([302, 400]);
  const late = choicesOf((await authorize()).text);
  await send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds: 600 } });
  expect(await take(late["Owner"])).toBe(400);
});

test.each([
  ["an unknown app", { client_id: "unknown" }],
  ["a shop without this app", { orgid: "1" }],
  ["a redirect_uri that is none", { redirect_uri: "http://?" }],
  ["a scope without openid", { scope: "email" }],
  ["a scope that the app did not register", { scope: "openid com.read_everything" }],
  ["an id token in the address", { response_type: "code id_token", nonce: "n" }],
  ["an id token without a nonce", { response_type: "code id_token", response_mode: "form_post" }],
  ["a response_type that is none", { response_type: "token" }],
])("%s gets a page that says so, and no redirect", async (_, query) => {
  const { status, headers, text } = await authorize(query);
  expect(status).toBe(400);
  expect(headers.get("location")).toBeNull();
  expect(headers.get("content-type")).toMatch(/^text\/html/);
  expect(text).toContain("<h1>");
  expect(choicesOf(text)).toEqual({});
});

test("orgid narrows the page to the shop that is meant, and what the app sends cannot become part of it", async () => {
  const page = (await authorize({ orgid: "200000244883", state: '"><img src=x>' })).text;
  expect(page).toContain(shop);
  expect(page).not.toContain("<img");
});
