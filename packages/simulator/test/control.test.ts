import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, omniPair, partnerToken, send } from "./support/http.ts";

const ORIGIN = "http://localhost:4999";
let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators({ corsOrigins: [ORIGIN] });
});
afterAll(() => simulators.close());
const each = () => [simulators.privage, simulators.partner, simulators.haravan];
beforeEach(() => Promise.all(each().map(({ url }) => send(`${url}/_sim/reset`, { method: "POST" }))));

describe("the request log", () => {
  test("holds method, path, status, time and trace of each request, and none of the simulator's own routes", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await send(`${simulators.privage.url}/v2/connect/add-on/status`, { headers: { traceparent } });
    const { count, requests } = (await send(`${simulators.privage.url}/_sim/requests`)).json;
    expect(count).toBe(1);
    expect(requests[0]).toMatchObject({
      method: "GET",
      path: "/v2/connect/add-on/status",
      operationId: "getAddOnStatus",
      status: 401,
      authorized: false,
      traceparent,
    });
    expect(Date.parse(requests[0].at)).not.toBeNaN();
    expect(requests[0].durationMs).toBeGreaterThanOrEqual(0);
  });

  test("never holds a secret, wherever one was put", async () => {
    const pair = await connect(simulators);
    const omni = await omniPair(simulators);
    const secrets = [
      pair.access_token,
      pair.refresh_token,
      await partnerToken(simulators),
      omni.access_token,
      omni.refresh_token,
      ...Object.values(DEMO_CREDENTIALS.CAFE01.haravan).filter((value) => value.length > 40),
      DEMO_CREDENTIALS.CAFE01.partner.clientSecret,
    ];
    for (const { url } of each()) {
      for (const secret of secrets) {
        await send(`${url}/somewhere/${secret}?access_token=${secret}&note=${secret}`, { token: secret });
      }
      const log = (await send(`${url}/_sim/requests`)).text;
      for (const secret of secrets) expect(log).not.toContain(secret);
    }
  });
});

test("a reset takes everything back: data, sessions, faults, log, clock and switches", async () => {
  const { url } = simulators.privage;
  const { access_token: token } = await connect(simulators);
  const before = (await send(`${url}/v2/connect/profile?card_no=001`, { token })).json.points;
  await send(`${url}/v2/connect/add/points`, {
    token,
    json: { card_no: "001", method: 2, points: 5, ref_no: "R" },
  });
  await send(`${url}/_sim/settings`, { json: { rotateRefreshTokens: false } });
  await send(`${url}/_sim/clock`, { json: { advanceSeconds: 100_000 } });
  await send(`${url}/_sim/faults`, { json: { fault: "hang" } });
  await send(`${url}/_sim/reset`, { method: "POST" });
  expect((await send(`${url}/_sim/faults`)).json.faults).toEqual([]);
  expect((await send(`${url}/_sim/ledger`)).json.movements).toEqual([]);
  expect((await send(`${url}/_sim/requests`)).json).toEqual({ count: 0, requests: [] });
  expect((await send(`${url}/_sim/settings`)).json.rotateRefreshTokens).toBe(true);
  expect(Date.parse((await send(`${url}/_sim/clock`)).json.now)).toBeLessThan(Date.now() + 60_000);
  expect((await send(`${url}/v2/connect/add-on/status`, { token })).status).toBe(401);
  const again = (await connect(simulators)).access_token;
  expect((await send(`${url}/v2/connect/profile?card_no=001`, { token: again })).json.points).toBe(before);
});

test("what cannot be understood is refused with a sentence that says what to send", async () => {
  const { url } = simulators.privage;
  const answers = await Promise.all([
    send(`${url}/_sim/clock`, { json: { advanceSeconds: "soon" } }),
    send(`${url}/_sim/sign-in`, { json: { staff_id: "nobody" } }),
    send(`${url}/_sim/settings`, { json: { color: "red" } }),
    send(`${simulators.partner.url}/_sim/applications`, { json: { client_id: "x" } }),
    send(`${simulators.haravan.url}/_sim/revoke`, { json: {} }),
    send(`${url}/_sim/nothing`),
    send(`${url}/_sim/reset`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 404, 405]);
  for (const { json } of answers) expect(json.error).toMatch(/\w+/);
});

test("a fault whose headers could not be sent is refused when it is armed, not when it strikes", async () => {
  const { url } = simulators.privage;
  const arm = (headers: object) =>
    send(`${url}/_sim/faults`, { json: { fault: "status", status: 503, headers, times: 1 } });
  for (const headers of [{ "a b": "x" }, { "": "x" }, { "x-note": "one\r\ntwo: 2" }, { "x-note": 5 }]) {
    expect(await arm(headers)).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining("headers") },
    });
  }
  expect((await send(`${url}/_sim/faults`)).json).toEqual({ faults: [] });
  expect(await arm({ "retry-after": "2.0" })).toMatchObject({ status: 201 });
  await send(`${url}/_sim/reset`, { method: "POST" });
});

test("options out of range are refused before anything starts", async () => {
  await expect(startSimulators({ members: 100_001 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await expect(startSimulators({ seed: 1.5 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

test("a port in use rejects, and leaves no other server behind", async () => {
  const port = Number(new URL(simulators.haravan.url).port);
  await expect(startSimulators({ ports: { haravan: port } })).rejects.toMatchObject({
    code: "EADDRINUSE",
    port,
  });
});

describe("CORS", () => {
  const preflight = (origin: string) =>
    send(`${simulators.privage.url}/v2/connect/add-on/status`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization,content-type,traceparent",
      },
    });

  test("an allowed origin may send the headers the handoff needs, and read answers, errors and faults", async () => {
    const { headers } = await preflight(ORIGIN);
    expect(headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(headers.get("access-control-allow-headers")?.split(", ")).toEqual(
      expect.arrayContaining(["authorization", "content-type", "traceparent"]),
    );
    await send(`${simulators.privage.url}/_sim/faults`, { json: { fault: "status", status: 503, times: 1 } });
    for (const expected of [503, 401]) {
      const answer = await send(`${simulators.privage.url}/v2/connect/add-on/status`, {
        headers: { origin: ORIGIN },
      });
      expect(answer.status).toBe(expected);
      expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    }
  });

  test("an allowed origin may steer all three, and no other origin any", async () => {
    for (const { url } of each()) {
      const asked = (origin: string) => send(`${url}/_sim/faults`, { headers: { origin } });
      expect((await asked(ORIGIN)).headers.get("access-control-allow-origin")).toBe(ORIGIN);
      const stranger = await asked("http://localhost:4998");
      expect(stranger.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("any other origin gets nothing of the platform, nor does any origin of the other two", async () => {
    for (const origin of ["http://localhost:4998", `${ORIGIN}.evil.example`, "null"]) {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
    }
    const { headers } = await send(`${simulators.partner.url}/x`, { headers: { origin: ORIGIN } });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

test("each server has a page that loads nothing from elsewhere and allows no script but its own", async () => {
  for (const { url } of each()) {
    const page = await send(`${url}/`);
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'; .*script-src 'nonce-/);
    expect(page.text).not.toMatch(/(src|href)="https?:/);
    expect(page.text).toContain("<h1>");
  }
});
