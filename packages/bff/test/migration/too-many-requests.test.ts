/** What a migration does when Haravan says that it is too fast, in time that the test lets pass. */
import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { migrateShops, type ShopResult } from "../../src/haravan/migrate.ts";
import { keeperRigPerTest } from "../support/keeper-rig.ts";

const rig = keeperRigPerTest();

const migrate = (count: number, concurrency: number) => {
  const results: ShopResult[] = [];
  const pauses: number[] = [];
  const rows = Array.from({ length: count }, (_, index) => ({
    business: `B${index}`,
    shop: `shop${index}.myharavan.com`,
    access_token: `legacy-${index}`,
  }));
  const done = migrateShops(rows, {
    vault: rig.vault,
    keeper: rig.createKeeper("migration", {}, 1_000),
    clock: rig.clock,
    clientId: "app",
    clientSecret: "canary-secret",
    concurrency,
    signal: new AbortController().signal,
    wasOurs: () => true,
    onPause: (ms) => pauses.push(ms),
    onResult: (result) => results.push(result),
  });
  return { results, pauses, done };
};

describe("a migration that is told to slow down", () => {
  it("asks nothing on any worker until the time that Haravan named is over, and then loses no shop", async () => {
    const askedAt: number[] = [];
    rig.obtain = () => {
      askedAt.push(rig.clock.now());
      // Everything in the first instant is too much.
      if (rig.clock.now() === askedAt[0])
        throw new AddOnError("RATE_LIMITED", "slow", { details: { retryAfterMs: 30_000 } });
      return Promise.resolve({ secrets: { accessToken: "x", refreshToken: "y" }, lifeMs: rig.lifeMs });
    };
    const { results, pauses, done } = migrate(40, 8);
    await rig.clock.advance(120_000);
    await done;
    expect(pauses).toEqual([30_000]);
    const [first = 0] = askedAt;
    expect(askedAt.filter((at) => at > first && at < first + 30_000)).toEqual([]);
    expect(results.map(({ result }) => result)).toEqual(Array.from({ length: 40 }, () => "converted"));
  });

  it("goes on as slowly as it is let, and gives no shop up for that", async () => {
    let sinceLast = Number.NEGATIVE_INFINITY;
    rig.obtain = async () => {
      await rig.clock.sleep(100); // All workers have asked before the first one is answered.
      // One shop in 2 s, whoever asks.
      if (rig.clock.now() - sinceLast < 2_000)
        throw new AddOnError("RATE_LIMITED", "slow", { details: { retryAfterMs: 2_000 } });
      sinceLast = rig.clock.now();
      return { secrets: { accessToken: "x", refreshToken: "y" }, lifeMs: rig.lifeMs };
    };
    const { results, done } = migrate(30, 16);
    await rig.clock.advance(3_600_000);
    await done;
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(["converted"]));
    expect(results).toHaveLength(30);
  });

  it("leaves a shop to the next run when the platform stays down, and says so", async () => {
    rig.obtain = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "down"));
    const { results, done } = migrate(1, 1);
    await rig.clock.advance(600_000);
    await done;
    expect(results).toMatchObject([{ result: "retry", reason: "UPSTREAM_UNAVAILABLE: down" }]);
    expect(rig.asked).toHaveLength(5);
  });
});
