import { type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, send } from "./support/http.ts";

let simulators: RunningSimulators;
let token: string;
beforeAll(async () => {
  simulators = await startSimulators({ members: 50, transactions: 300 });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.privage.url}/_sim/reset`, { method: "POST" });
  token = (await connect(simulators)).access_token;
});

const api = (path: string, json?: unknown, method?: string) =>
  send(simulators.privage.url + path, { token, json, method });
const add = (body: object) => api("/v2/connect/add/points", { card_no: "001", ref_no: "A-1", ...body });
const burn = (body: object) => api("/v2/connect/burn/points", { card_no: "001", ref_no: "B-1", ...body });
const points = async (card = "001") =>
  (await api(`/v2/connect/profile?card_no=${card}`)).json.points as number;

test("the well-known members are found by phone and by card, with leading zeros", async () => {
  const byPhone = await api("/v2/connect/profile?phone_number=0812345678");
  expect(byPhone.json).toMatchObject({ card_no: "001", phone_number: "0812345678", first_name: "สมหญิง" });
  expect((await api("/v2/connect/profile?phone_number=812345678")).status).toBe(404);
  expect((await api("/v2/connect/profile?card_no=1")).status).toBe(404);
  const { access_token } = await connect(simulators, "PHO02");
  const inPho = await send(`${simulators.privage.url}/v2/connect/profile?phone_number=0912345678`, {
    token: access_token,
  });
  expect(inPho.json).toMatchObject({ card_no: "001", last_name: "Nguyễn" });
});

test("every member is found by phone and card alike, and both must agree", async () => {
  for (let index = 1; index <= 50; index += 7) {
    const card = String(index).padStart(3, "0");
    const byCard = (await api(`/v2/connect/profile?card_no=${card}`)).json;
    expect(byCard.phone_number).toMatch(/^08\d{8}$/);
    expect((await api(`/v2/connect/profile?phone_number=${byCard.phone_number}`)).json).toEqual(byCard);
  }
  expect((await api("/v2/connect/profile?card_no=002&phone_number=0812345678")).status).toBe(400);
});

test("the profile's points are the ledger's running balance", async () => {
  const before = await points();
  const added = await add({ method: 2, points: 10.25 });
  expect(added.json).toMatchObject({ points: 10.25, balance: before + 10.25 });
  const burned = await burn({ points: 0.75 });
  expect(burned.json).toMatchObject({ message: "Points burned", points: -0.75 });
  expect(await points()).toBeCloseTo(before + 9.5, 5);
});

test("method 1 converts money, and cuts what is less than a hundredth of a point", async () => {
  expect((await add({ method: 1, value: 123.456 })).json.points).toBe(12.34);
  expect((await add({ method: 1, value: 0.001 })).status).toBe(400);
});

test("too many decimals, too few points, and a method without its number are refused", async () => {
  expect((await burn({ points: 1.005 })).status).toBe(400);
  expect((await add({ method: 2, value: 5 })).json.message).toEqual(["points is required with method 2"]);
  const insufficient = await burn({ points: (await points()) + 0.01 });
  expect(insufficient).toMatchObject({ status: 400, json: { message: "Insufficient points" } });
});

test("a `ref_no` may come twice, unless the switch says otherwise", async () => {
  expect((await add({ method: 2, points: 1 })).status).toBe(201);
  expect((await add({ method: 2, points: 1 })).status).toBe(201);
  await api("/_sim/settings", { rejectDuplicateRefNo: true });
  expect((await add({ method: 2, points: 1 })).status).toBe(409);
});

test.each([
  ["id", "id", ""],
  ["ref-no", "ref_no", "ref-no/"],
  ["ref-id", "ref_id", "ref-id/"],
])("voiding by %s gives the points back, once, and says so in the ledger", async (_, field, prefix) => {
  const before = await points();
  const movement = (await burn({ points: 5, ref_no: "shop/7#12 ก" })).json;
  const path = `/v2/connect/transactions/${prefix}${encodeURIComponent(movement[field])}`;
  const voided = await api(path, undefined, "DELETE");
  expect(voided).toMatchObject({ status: 200, json: { points: 5, balance: before, ref_no: "shop/7#12 ก" } });
  expect(await points()).toBe(before);
  expect((await api(path, undefined, "DELETE")).status).toBe(409);
  const { movements } = (await api("/_sim/ledger")).json;
  expect(movements.map(({ type }: { type: string }) => type)).toEqual(["BURN", "VOID"]);
  expect(movements[0].voided_at).not.toBeNull();
});

test("points that were spent since cannot be voided away", async () => {
  const { id } = (await add({ method: 2, points: 500 })).json;
  await burn({ points: await points() });
  expect((await api(`/v2/connect/transactions/${id}`, undefined, "DELETE")).status).toBe(409);
});

test("windows are half-open: adjoining ones neither overlap nor leave a gap", async () => {
  const all = (await api("/v2/connect/transactions?size=1000")).json;
  expect(all.total).toBe(300);
  const times: string[] = all.data.map(({ created_at }: { created_at: string }) => created_at);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 299 }), async (index) => {
      const cut = times[index];
      const before = (await api(`/v2/connect/transactions?size=1000&to=${cut}`)).json.data;
      const after = (await api(`/v2/connect/transactions?size=1000&from=${cut}`)).json.data;
      expect([...before, ...after]).toEqual(all.data);
      expect(after[0].created_at).toBe(cut);
    }),
    { numRuns: 15 },
  );
});

test("pages of any size put together are the whole, in order, with running balances per member", async () => {
  const rows: { card_no: string; points: number; balance: number }[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = (await api(`/v2/connect/transactions?page=${page}&size=37`)).json;
    rows.push(...data);
    if (data.length < 37) break;
  }
  expect(rows).toHaveLength(300);
  const balances = new Map<string, number>();
  for (const { card_no, points: moved, balance } of rows) {
    const expected = (balances.get(card_no) ?? 0) + moved;
    expect(balance).toBeCloseTo(expected, 5);
    expect(balance).toBeGreaterThanOrEqual(0);
    balances.set(card_no, balance);
  }
});

test("a size over 1000, a page 0 and a time with an offset are refused with the platform's list of messages", async () => {
  const answer = await api("/v2/connect/transactions?size=1001&page=0&from=2026-04-17T07:00:00%2B07:00");
  expect(answer.status).toBe(400);
  expect(answer.json.error).toBe("Bad Request");
  expect(answer.json.message).toEqual(
    expect.arrayContaining(["size must not be greater than 1000", "page must not be less than 1"]),
  );
  expect(answer.json.message).toHaveLength(3);
});

test("the same seed tells the same story, another seed another", async () => {
  const read = async (seed: number) => {
    const other = await startSimulators({
      seed,
      members: 20,
      transactions: 50,
      now: () => Date.UTC(2026, 5, 1),
    });
    const { access_token } = await connect(other);
    const { text } = await send(`${other.privage.url}/v2/connect/transactions`, { token: access_token });
    await other.close();
    return text;
  };
  const [first, again, different] = [await read(7), await read(7), await read(8)];
  expect(again).toBe(first);
  expect(different).not.toBe(first);
});
