import { randomUUID } from "node:crypto";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, mint, send, signIn } from "./support/http.ts";

/** The simulators' clock stands still: a token grows older only when a test lets time pass. */
const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());

const post = (path: string, json: unknown, token?: string) =>
  send(simulators.privage.url + path, { json, token });
const exchange = (exchange_token: string) => post("/v1/auth-connect/access-token", { exchange_token });
const renew = (refresh_token: string) => post("/v1/auth-connect/renew-token", { refresh_token });
const status = (token: string) => send(`${simulators.privage.url}/v2/connect/add-on/status`, { token });
const pass = (advanceSeconds: number) => post("/_sim/clock", { advanceSeconds });

describe("exchange tokens", () => {
  test("of 100 concurrent redemptions exactly one wins", async () => {
    const token = await mint(simulators);
    const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(token)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(99);
  });

  test("one lives 60 s by the simulator's clock, and no longer", async () => {
    const [young, old] = [await mint(simulators), await mint(simulators)];
    await pass(59);
    expect((await exchange(young)).status).toBe(201);
    await pass(1);
    expect((await exchange(old)).status).toBe(401);
  });

  test("a used, an expired and an unknown one cannot be told apart", async () => {
    const [used, expired] = [await mint(simulators), await mint(simulators)];
    await exchange(used);
    await pass(61);
    const answers = await Promise.all([used, expired, randomUUID()].map(exchange));
    expect(new Set(answers.map(({ text }) => text))).toEqual(
      new Set(['{"message":"Unauthorized","statusCode":401}']),
    );
  });

  test("only the Management Site's user JWT mints one: not a connect JWT, not for another's business", async () => {
    const body = { appconnect_id: 42, business_code: "PHO02" };
    const { access_token } = await connect(simulators);
    expect((await post("/v1/auth-connect/exchange-token", body, access_token)).status).toBe(401);
    const viewer = await signIn(simulators, "staff-viewer");
    expect((await post("/v1/auth-connect/exchange-token", body, viewer)).status).toBe(403);
    await pass(8 * 3600 + 1);
    expect((await post("/v1/auth-connect/exchange-token", body, viewer)).status).toBe(401);
  });
});

describe("access tokens", () => {
  test("one is a JWT that names the add-on, the business and the person", async () => {
    const { access_token } = await connect(simulators, "PHO02");
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: "HS256" });
    const { exp = 0, iat = 0, ...claims } = decodeJwt(access_token);
    expect(claims).toMatchObject({ sub: "staff-owner", business_code: "PHO02", appconnect_id: 42 });
    expect(exp - iat).toBe(900);
  });

  test("one dies when its life is over; the refresh token outlives it", async () => {
    const pair = await connect(simulators);
    await pass(901);
    expect((await status(pair.access_token)).status).toBe(401);
    expect((await renew(pair.refresh_token)).status).toBe(201);
  });

  test("a forged one and a user JWT open nothing", async () => {
    const [head, body] = (await connect(simulators)).access_token.split(".");
    expect((await status(`${head}.${body}.AAAA`)).status).toBe(401);
    expect((await status(await signIn(simulators))).status).toBe(401);
  });

  test("an API key and its secret buy one without a person", async () => {
    const { apiKey, apiSecret } = DEMO_CREDENTIALS.PHO02.privage;
    const answer = await post("/v1/auth-connect/token", { api_key: apiKey, api_secret: apiSecret });
    expect((await status(answer.json.access_token)).json.business.business_code).toBe("PHO02");
  });
});

describe("renewal", () => {
  test("rotates: the new refresh token works, the old one is spent", async () => {
    const first = await connect(simulators);
    const second = (await renew(first.refresh_token)).json;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await renew(second.refresh_token)).status).toBe(201);
  });

  test("a spent refresh token that comes again revokes the whole family, access tokens too", async () => {
    const first = await connect(simulators);
    const second = (await renew(first.refresh_token)).json;
    expect((await renew(first.refresh_token)).status).toBe(401);
    expect((await renew(second.refresh_token)).status).toBe(401);
    expect((await status(second.access_token)).status).toBe(401);
    expect((await status(first.access_token)).status).toBe(401);
  });

  test("another session does not suffer from it", async () => {
    const [bystander, victim] = [await connect(simulators), await connect(simulators)];
    await renew(victim.refresh_token);
    await renew(victim.refresh_token);
    expect((await status(bystander.access_token)).status).toBe(200);
  });

  test("without rotation the refresh token stays good, and none comes back", async () => {
    await post("/_sim/settings", { rotateRefreshTokens: false, accessTokenLifeSeconds: 5 });
    const { refresh_token } = await connect(simulators);
    const first = await renew(refresh_token);
    const second = await renew(refresh_token);
    await post("/_sim/reset", {});
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(Object.keys(first.json)).toEqual(["access_token"]);
    const { exp = 0, iat = 0 } = decodeJwt(first.json.access_token);
    expect(exp - iat).toBe(5);
  });
});
