/** Haravan's limit as one process keeps it: what it lets through on the strength of an answer, and what wakes who waits. */
import { beforeEach, describe, expect, it } from "vitest";
import { type CallLimit, createCallLimit } from "../../src/haravan/call-limit.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { createTestClock, createVirtualVault, settle, type TestClock } from "../support/virtual.ts";

const SHOP = "cafe01.myharavan.com";
let clock: TestClock;
let vault: Vault;
let limit: CallLimit;
beforeEach(async () => {
  clock = createTestClock();
  vault = await createVirtualVault(clock);
  limit = createCallLimit(vault.buckets, clock);
});

const answer = (level: number) => limit.observe(SHOP, 200, { "x-haravan-api-call-limit": `${level}/80` });
const refuse = async (seconds: number) => {
  limit.observe(SHOP, 429, { "retry-after": `${seconds}.0` });
  await settle();
};

/** How many go at once until one has to ask the vault. */
const countAtOnce = async (): Promise<number> => {
  let count = 0;
  for (let place = limit.admit(SHOP); ; place = limit.admit(SHOP)) {
    if (place !== undefined) {
      await place;
      return count;
    }
    count += 1;
  }
};

describe("an answer with room in the bucket", () => {
  it("lets a few calls go at once", async () => {
    answer(0);
    expect(await countAtOnce()).toBe(10);
  });

  it("lets none go at once while a 429 from before stands, and again when it is over", async () => {
    await refuse(30);
    answer(10);
    await expect(limit.admit(SHOP)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await clock.advance(30_000);
    answer(10);
    expect(limit.admit(SHOP)).toBeUndefined();
  });

  it("counts the calls under way among the few", async () => {
    answer(0);
    await countAtOnce();
    answer(1); // Ten are left under way of eleven.
    const place = limit.admit(SHOP);
    expect(place).toBeInstanceOf(Promise);
    await place;
    for (let level = 2; level < 13; level += 1) answer(level);
    expect(await countAtOnce()).toBe(8);
  });

  it("counts calls that ended without an answer no longer", async () => {
    answer(0);
    for (let call = await countAtOnce(); call >= 0; call -= 1) limit.observe(SHOP, undefined, {});
    answer(1);
    expect(await countAtOnce()).toBe(9);
  });
});

it("a shorter pause does not end a longer one", async () => {
  await refuse(30);
  await refuse(1);
  expect(await vault.buckets.reserve(SHOP, 1)).toBe(30_000);
});

it("who asks in the moment in which the one before got a place gets one too", async () => {
  await limit.admit(SHOP);
  let isAdmitted = false;
  void limit.admit(SHOP)?.then(() => {
    isAdmitted = true;
  });
  await settle();
  expect(isAdmitted).toBe(true);
});

it("a caller who left while waiting takes no place: who waits behind gets it", async () => {
  await vault.buckets.reserve(SHOP, 80);
  const gone = { destroyed: false };
  const left = expect(limit.admit(SHOP, gone)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  let isAdmitted = false;
  void limit.admit(SHOP, { destroyed: false })?.then(() => {
    isAdmitted = true;
  });
  await settle();
  gone.destroyed = true;
  await clock.advance(250);
  expect(isAdmitted).toBe(true);
  await left;
});

describe("a database's clock that is set back by hours", () => {
  let shift: number;
  beforeEach(async () => {
    shift = 7 * 3_600_000;
    vault = await createVirtualVault({ ...clock, now: () => clock.now() + shift });
  });
  const wait = () => vault.buckets.reserve(SHOP, 1);

  it("leaves a bucket with room as it is", async () => {
    await vault.buckets.reserve(SHOP, 70);
    shift = 0;
    expect([await vault.buckets.reserve(SHOP, 10), await wait()]).toEqual([0, 250]);
  });

  it("lets a full bucket leak from then on", async () => {
    await vault.buckets.reserve(SHOP, 80);
    shift = 0;
    expect(await wait()).toBe(250);
    await clock.advance(250);
    expect([await wait(), await wait()]).toEqual([0, 250]);
  });

  it.each([
    ["seen by who asks for a place", () => wait()],
    ["while the platform counts", () => vault.buckets.raise(SHOP, 100)],
    ["before a shorter one", () => vault.buckets.block(SHOP, 1_000)],
  ])("makes a pause no longer and no shorter: %s", async (_when, touch) => {
    await vault.buckets.block(SHOP, 30_000);
    await clock.advance(5_000);
    await vault.buckets.raise(SHOP, 80);
    shift = 0;
    await touch();
    expect(await wait()).toBe(25_000);
    await clock.advance(24_000);
    expect(await wait()).toBe(1_000);
    await clock.advance(1_000);
    expect(await wait()).toBe(0);
  });

  it("brings no pause back that is over", async () => {
    await vault.buckets.block(SHOP, 30_000);
    await clock.advance(30_000);
    expect(await wait()).toBe(0);
    shift -= 20_000;
    expect(await wait()).toBe(0);
  });
});
