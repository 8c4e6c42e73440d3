import { type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, send } from "./support/http.ts";

let simulators: RunningSimulators;
let token: string;
beforeAll(async () => {
  simulators = await startSimulators();
  token = (await connect(simulators)).access_token;
});
afterAll(() => simulators.close());

const api = (path: string, json?: unknown, method?: string) =>
  send(`${simulators.privage.url}/v2/connect/coupon${path}`, { token, json, method });
const createSet = async (body: object) => (await api("/sets", { name: "test", ...body })).json;
const give = (coupon_set_id: number) => api("/give", { coupon_set_id, member_id: "100001" });
const setOf = async (id: number) =>
  (await api("/sets?size=1000")).json.data.find((set: { coupon_set_id: number }) => set.coupon_set_id === id);

test.each([
  ["IMPORT", { type: "IMPORT", codes: ["MINE-1"] }],
  ["GENERATE", { type: "GENERATE", quantity: 1 }],
])("a voided %s coupon goes back to its pool as PENDING, and can be given again", async (_, body) => {
  const { coupon_set_id } = await createSet(body);
  const first = (await give(coupon_set_id)).json;
  expect(first).toMatchObject({ status: "GIVEN", member_id: "100001" });
  expect((await give(coupon_set_id)).status).toBe(409);
  const voided = await api(`/void/${first.coupon_uuid}`, undefined, "DELETE");
  expect(voided.json.status).toBe("PENDING");
  expect((await api(`/check/${first.code}`)).json).toMatchObject({ status: "PENDING", member_id: null });
  expect((await setOf(coupon_set_id)).available).toBe(1);
  expect((await give(coupon_set_id)).json.code).toBe(first.code);
});

test("a voided AUTO_GENERATE coupon is gone, for it has no pool", async () => {
  const { coupon_set_id } = await createSet({ type: "AUTO_GENERATE" });
  const coupon = (await give(coupon_set_id)).json;
  const voided = await api(`/void/${coupon.coupon_uuid}`, undefined, "DELETE");
  expect(voided.json.status).toBe("DELETED");
  expect((await api(`/check/${coupon.code}`)).status).toBe(404);
  expect(await setOf(coupon_set_id)).toMatchObject({ total: 0, available: null });
});

test("a coupon is used once, and then neither used nor voided", async () => {
  const { coupon_set_id } = await createSet({ type: "GENERATE", quantity: 2 });
  const { code, coupon_uuid } = (await give(coupon_set_id)).json;
  const uses = await Promise.all(Array.from({ length: 10 }, () => api("/use", { code })));
  expect(uses.filter(({ status }) => status === 201)).toHaveLength(1);
  expect((await api(`/void/${coupon_uuid}`, undefined, "DELETE")).status).toBe(409);
  expect((await api(`/check/${code}`)).json.status).toBe("USED");
});

test("a set that has expired gives nothing, and what it gave cannot be used", async () => {
  const soon = new Date(Date.now() + 3600_000).toISOString();
  const { coupon_set_id } = await createSet({ type: "AUTO_GENERATE", expires_at: soon });
  const { code } = (await give(coupon_set_id)).json;
  await send(`${simulators.privage.url}/_sim/clock`, { json: { advanceSeconds: 3601 } });
  token = (await connect(simulators)).access_token;
  expect((await api(`/check/${code}`)).json.status).toBe("EXPIRED");
  expect((await api("/use", { code })).status).toBe(409);
  expect((await give(coupon_set_id)).status).toBe(409);
});

test("the history shows what was given, latest first, by member and window", async () => {
  const { coupon_set_id } = await createSet({ type: "AUTO_GENERATE" });
  const first = (await give(coupon_set_id)).json;
  const second = (await api("/give", { coupon_set_id, member_id: "100002" })).json;
  const all = (await api("/give/history?size=2")).json;
  expect(all.data.map(({ code }: { code: string }) => code)).toEqual([second.code, first.code]);
  const mine = (await api("/give/history?member_id=100002&size=1")).json;
  expect(mine.data[0].code).toBe(second.code);
  expect((await api("/give/history?to=2020-01-01T00:00:00Z")).json.total).toBe(0);
});
