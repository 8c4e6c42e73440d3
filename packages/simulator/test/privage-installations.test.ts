import { type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, send, signIn } from "./support/http.ts";

const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
let token: string;
beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.privage.url}/_sim/reset`, { method: "POST" });
  token = (await connect(simulators)).access_token;
});

const change = (json: object) =>
  send(`${simulators.privage.url}/_sim/installations`, {
    json: { business_code: "CAFE01", appconnect_id: 42, ...json },
  });
const status = () => send(`${simulators.privage.url}/v2/connect/add-on/status`, { token });
const profile = (bearer = token) =>
  send(`${simulators.privage.url}/v2/connect/profile?card_no=001`, { token: bearer });

test("an add-on whose plan has ended learns so from its status, and may do nothing else", async () => {
  await change({ plan_end_date: "2026-06-14" });
  expect(await status()).toMatchObject({
    status: 200,
    json: { add_on: { status: "EXPIRED" }, plan: { end_date: "2026-06-14" } },
  });
  expect(await profile()).toMatchObject({
    status: 403,
    json: { message: "The plan of this add-on has ended", error: "Forbidden", statusCode: 403 },
  });
});

test("a plan runs to the end of its last day, and works again once it was renewed", async () => {
  await change({ plan_end_date: "2026-06-15" });
  expect((await profile()).status).toBe(200);
  await change({ plan_end_date: "2026-06-14" });
  await change({ plan_end_date: "2027-06-14" });
  expect((await profile()).status).toBe(200);
});

test("an add-on that was removed gets nothing, no new token either; in other businesses it lives on", async () => {
  const other = (await connect(simulators, "PHO02")).access_token;
  await change({ installed: false });
  expect([(await status()).status, (await profile()).status, (await profile(other)).status]).toEqual([
    403, 403, 200,
  ]);
  const mint = (business_code: string) => async () =>
    send(`${simulators.privage.url}/v1/auth-connect/exchange-token`, {
      token: await signIn(simulators),
      json: { appconnect_id: 42, business_code },
    });
  expect((await mint("CAFE01")()).status).toBe(403);
  expect((await mint("PHO02")()).status).toBe(201);
});

test("what cannot be understood is refused, and a reset installs everything again", async () => {
  for (const wrong of [{ appconnect_id: 1 }, { installed: "no" }, { plan_end_date: "tomorrow" }])
    expect((await change(wrong)).status).toBe(400);
  await change({ installed: false });
  await send(`${simulators.privage.url}/_sim/reset`, { method: "POST" });
  token = (await connect(simulators)).access_token;
  expect((await profile()).status).toBe(200);
});
