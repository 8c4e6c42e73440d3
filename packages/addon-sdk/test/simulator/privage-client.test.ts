/** The typed client against the real simulator: every endpoint of the contract, and every write with its answer lost. */
import { operations } from "@privage-addons/contracts/privage";
import { DEMO_CREDENTIALS } from "@privage-addons/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createPrivageAuthClient,
  createPrivageClient,
  createPrivageV1Client,
  type PrivageClient,
  subtractDecimals,
} from "../../src/index.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { type SimulatorRig, startSimulatorRig } from "../support/simulator-rig.ts";

let rig: SimulatorRig;
let privage: PrivageClient;

beforeAll(async () => {
  rig = await startSimulatorRig();
  privage = createPrivageClient(rig.session, { clock: rig.clock, refNoPrefix: "T-" });
});
afterAll(() => rig.close());

const loseAnswer = (path: string) =>
  rig.control("/_sim/faults", { match: { path }, fault: "commit-then-reset", times: 1 });

const member = { card_no: "001" };

describe("the Privage client", BACKSTOP, () => {
  it("calls every operation of the contract, tokens, V2 and v1, as the contract wants it", async () => {
    const status = await privage.status();
    expect(status.business.business_code).toBe("CAFE01");
    const profile = await privage.profile.get(member);
    expect(profile.phone_number).toBe("0812345678");
    expect(profile.points).toMatch(/^\d+(\.\d+)?$/);
    expect((await privage.campaigns.list()).data.length).toBeGreaterThan(0);
    const added = await privage.points.add({ ...member, method: 2, points: "20.25" });
    expect(added).toMatchObject({ points: "20.25", confirmedBy: "answer" });
    const burned = await privage.points.burn({ ...member, points: 5 });
    expect(burned.balance).toBe(subtractDecimals(added.balance, 5));
    const third = await privage.points.add({ ...member, method: 1, value: "250.75" });
    expect(await privage.transactions.voidById(added.id)).toMatchObject({ id: added.id, points: "-20.25" });
    expect(await privage.transactions.voidByRefNo(burned.ref_no)).toMatchObject({ ref_no: burned.ref_no });
    expect(await privage.transactions.voidByRefId(third.ref_id)).toMatchObject({ ref_id: third.ref_id });
    expect((await privage.transactions.list({ size: 5 })).data).toHaveLength(5);
    const set = await privage.coupons.createSet({ name: "Test", type: "GENERATE", quantity: 5 });
    expect((await privage.coupons.listSets({ size: 1000 })).data).toContainEqual(
      expect.objectContaining({ name: "Test" }),
    );
    const coupon = await privage.coupons.give({
      coupon_set_id: set.coupon_set_id,
      member_id: profile.member_id,
    });
    expect(await privage.coupons.check(coupon.code)).toMatchObject({ status: "GIVEN" });
    expect((await privage.coupons.history()).data[0]).toMatchObject({ ref_no: coupon.ref_no });
    expect(await privage.coupons.markUsed({ code: coupon.code })).toMatchObject({ status: "USED" });
    const second = await privage.coupons.give({
      coupon_set_id: set.coupon_set_id,
      member_id: profile.member_id,
    });
    expect(await privage.coupons.void(second.coupon_uuid)).toMatchObject({ status: "PENDING" });

    const auth = createPrivageAuthClient({ baseUrl: rig.privageUrl });
    const { apiKey, apiSecret } = DEMO_CREDENTIALS.CAFE01.privage;
    expect(await auth.getAccessToken({ api_key: apiKey, api_secret: apiSecret })).toHaveProperty(
      "access_token",
    );
    const userToken = await rig.userToken();
    const { exchange_token } = await auth.generateExchangeToken({
      userToken,
      appconnect_id: 42,
      business_code: "CAFE01",
    });
    const { refresh_token } = await auth.exchangeAccessToken(exchange_token);
    expect(await auth.renewAccessToken(refresh_token)).toHaveProperty("access_token");
    await expect(auth.exchangeAccessToken(exchange_token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });

    const v1 = createPrivageV1Client(rig.session, { clock: rig.clock, refNoPrefix: "V1-" });
    const { ref_no, balance } = await v1.points.add({ ...member, method: 2, points: "1.5" });
    expect(ref_no).toMatch(/^V1-/);
    const less = await v1.points.burn({ ...member, points: "0.5" });
    expect(less.balance).toBe(subtractDecimals(balance, "0.5"));
    const refNos: (string | null | undefined)[] = [];
    for await (const movement of v1.transactions.iterate()) refNos.push(movement.ref_no);
    expect(refNos).toContain(ref_no);
    expect((await v1.transactions.list({ size: 2 })).data).toHaveLength(2);
    const last_coupon = await privage.coupons.give({
      coupon_set_id: set.coupon_set_id,
      member_id: profile.member_id,
    });
    expect(await v1.coupons.void(last_coupon.coupon_uuid)).toMatchObject({ status: "PENDING" });

    const called = (await rig.requests()).map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    const missed = operations.filter(({ method, path }) => {
      const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, "[^/]+")}$`);
      return !called.some((call) => pattern.test(call));
    });
    expect(missed).toEqual([]);
  });

  it("iterates over pages, and asks for a shop's day in its own time zone", async () => {
    const seen: string[] = [];
    for await (const { id } of privage.transactions.iterate({ size: 1000 })) seen.push(id);
    const { total } = await privage.transactions.list({ size: 1 });
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
    const day = { from: "2026-06-01", to: "2026-06-02", timeZone: "Asia/Bangkok" };
    await privage.transactions.list(day);
    expect((await rig.requests()).at(-1)?.path).toContain("from=2026-05-31T17:00:00Z");
  });

  it("finds out about every kind of write when its answer is lost", async () => {
    const { member_id, points: before } = await privage.profile.get(member);
    await loseAnswer("/v2/connect/add/points");
    const added = await privage.points.add({ ...member, method: 2, points: 7 });
    await loseAnswer("/v2/connect/burn/points");
    const burned = await privage.points.burn({ ...member, points: 2 });
    await loseAnswer("/v2/connect/transactions/{id}");
    const undone = await privage.transactions.voidById(burned.id);
    const { coupon_set_id } = await privage.coupons.createSet({
      name: "Lost",
      type: "GENERATE",
      quantity: 3,
    });
    await loseAnswer("/v2/connect/coupon/give");
    const given = await privage.coupons.give({ coupon_set_id, member_id });
    // Who used a coupon cannot be looked up.
    await loseAnswer("/v2/connect/coupon/use");
    const used = await privage.coupons
      .markUsed({ code: given.code })
      .catch(({ code, details }) => ({ code, details }));
    expect(used).toEqual({
      code: "OUTCOME_UNKNOWN",
      details: { name: `using ${given.code}`, status: "USED" },
    });
    const other = await privage.coupons.give({ coupon_set_id, member_id });
    await loseAnswer("/v2/connect/coupon/void/{couponUuid}");
    const taken = await privage.coupons.void(other.coupon_uuid);
    const outcomes = [added, burned, undone, given, taken].map(({ confirmedBy }) => confirmedBy);
    expect(outcomes).toEqual(Array(5).fill("ledger"));
    expect((await privage.profile.get(member)).points).toBe(subtractDecimals(before, -7));
  });

  for (const minutes of [-10, 10]) {
    it(`finds a write whose answer was lost although this machine's clock is ${minutes} minutes off`, async () => {
      const clock = { ...rig.clock, now: () => Date.now() + minutes * 60_000 };
      const skewed = createPrivageClient(rig.session, { clock });
      await loseAnswer("/v2/connect/burn/points");
      const { confirmedBy } = await skewed.points.burn({ ...member, points: 1 });
      expect(confirmedBy).toBe("ledger");
    });
  }

  it("finds out about v1's writes as well, in v1's own ledger", async () => {
    const v1 = createPrivageV1Client(rig.session, { clock: rig.clock });
    await loseAnswer("/api/v1/connect/add/points");
    const added = await v1.points.add({ ...member, method: 2, points: 3 });
    await loseAnswer("/api/v1/connect/burn/points");
    const burned = await v1.points.burn({ ...member, points: 3 });
    const { member_id } = await privage.profile.get(member);
    const { coupon_set_id } = await privage.coupons.createSet({ name: "v1", type: "GENERATE", quantity: 1 });
    const given = await privage.coupons.give({ coupon_set_id, member_id });
    await loseAnswer("/api/v1/connect/coupon/void/{couponUuid}");
    const taken = await v1.coupons.void(given.coupon_uuid);
    const outcomes = [added, burned, taken].map(({ confirmedBy }) => confirmedBy);
    expect(outcomes).toEqual(["ledger", "ledger", "ledger"]);
    const asked = (await rig.requests()).map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    expect(asked.filter((call) => call === "GET /api/v1/connect/transactions").length).toBeGreaterThan(1);
  });

  it("says OUTCOME_UNKNOWN, and nothing else, when the ledger cannot be read", async () => {
    await rig.control("/_sim/faults", {
      match: { path: "/v2/connect/burn/points" },
      fault: "reset",
      times: 1,
    });
    await rig.control("/_sim/faults", {
      match: { path: "/v2/connect/transactions" },
      fault: "status",
      status: 503,
      times: 50,
    });
    const burn = privage.points.burn({ ...member, points: 1, ref_no: "UNKNOWN-1" });
    await expect(burn).rejects.toMatchObject({
      code: "OUTCOME_UNKNOWN",
      retryable: false,
      details: { name: "UNKNOWN-1" },
    });
    await rig.control("/_sim/reset", {});
  });

  it("tells refusals from failures", async () => {
    await expect(privage.points.burn({ ...member, points: 1e8 })).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
      retryable: false,
    });
    await expect(privage.profile.get({ card_no: "nobody" })).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
      details: { status: 404 },
    });
    await rig.control("/_sim/faults", {
      match: { path: "/v2/connect/profile" },
      fault: "truncate",
      times: 1,
    });
    expect(await privage.profile.get(member)).toHaveProperty("member_id");
    await rig.control("/_sim/faults", {
      match: { path: "/v2/connect/profile" },
      fault: "malformed",
      times: 1,
    });
    expect(await privage.profile.get(member)).toHaveProperty("member_id");
  });
});
