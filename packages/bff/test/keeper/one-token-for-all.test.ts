/** One token per connection: who asks for it, who shares it, and how long it is kept. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planLifetime } from "../../src/tokens/lifetime.ts";
import { LEASE_MS } from "../../src/tokens/renewal.ts";
import { HOUR, ID, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection, partnerConnection } from "../support/platforms.ts";
import { settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { asked, createKeeper, get, during } = rig;

describe("the token keeper", () => {
  it("F24: asks at most 31 times in 24 hours for a token that lives an hour, and no call waits for it after the first", async () => {
    const keeper = createKeeper();
    await get(keeper);
    let waited = 0;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      await rig.clock.advance(MINUTE);
      if (!keeper.peek(ID)) waited += 1;
    }
    expect([asked.length <= 31, asked.length >= 24, waited]).toEqual([true, true, 0]);
  });

  it("F24: notices a token's life whatever it is: two requests per life at most, from a second to 90 days", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1_000, max: 90 * 24 * HOUR }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (life, random) => {
          const { renewInMs, expiresInMs } = planLifetime(life, 0, random);
          expect(renewInMs).toBeGreaterThanOrEqual(Math.min(life * 0.5, 30 * 24 * HOUR));
          expect(expiresInMs).toBeLessThan(life);
          expect(expiresInMs).toBeGreaterThanOrEqual(life * 0.9 - 5_000);
        },
      ),
    );
  });

  it("believes no life that a database could not hold", () => {
    for (const life of [1e16, 1e300, Number.MAX_VALUE]) {
      const { renewInMs, expiresInMs } = planLifetime(life, 0, 0.5);
      expect([renewInMs, expiresInMs]).toEqual([30 * 24 * HOUR, 2 ** 31 * 1000 - 5_000]);
    }
  });

  it("F24: asks for a token that comes with what is left of its life about as often as for any other", async () => {
    const keeper = createKeeper();
    const start = rig.clock.now();
    rig.obtain = async () => {
      const age = rig.clock.now() - start;
      return { secrets: { accessToken: `t${Math.floor(age / HOUR)}` }, lifeMs: HOUR - (age % HOUR) };
    };
    for (let second = 0; second < 2 * 3_600; second += 5) {
      await get(keeper);
      await rig.clock.advance(5_000);
    }
    expect(asked.length).toBeLessThanOrEqual(20);
  });

  it("asks once for a token whose life is over before the answer is here, and says so", async () => {
    rig.obtain = async () => {
      await rig.clock.sleep(1_000);
      return { secrets: { accessToken: "short" }, lifeMs: 1_000 };
    };
    await expect(during(30_000, get(createKeeper()))).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
    });
    expect(asked).toHaveLength(1);
  });

  it("F17: lets one of several processes ask, when cold and when its token has expired, and gives all of them that token", async () => {
    const keepers = [createKeeper("a"), createKeeper("b"), createKeeper("c")];
    const calls = keepers.flatMap((keeper) => Array.from({ length: 50 }, () => get(keeper)));
    const tokens = await during(1_000, Promise.all(calls));
    expect([asked.length, new Set(tokens.map(({ accessToken }) => accessToken))]).toEqual([
      1,
      new Set(["t1"]),
    ]);
    // And all of them hold an expired one at the same moment.
    await rig.clock.advance(2 * HOUR);
    const later = keepers.flatMap((keeper) => Array.from({ length: 50 }, () => get(keeper)));
    const renewed = await during(1_000, Promise.all(later));
    expect([asked.length, new Set(renewed.map(({ accessToken }) => accessToken))]).toEqual([
      2,
      new Set(["t2"]),
    ]);
  });

  it("takes over from a process that was killed while it held the lease, right after the lease has run out", async () => {
    await rig.vault.tokens.lease(ID, 0, "killed", LEASE_MS);
    const startedAt = rig.clock.now();
    const tookMs = [createKeeper("a"), createKeeper("b")].map(async (keeper) => {
      await get(keeper);
      return rig.clock.now() - startedAt;
    });
    for (const ms of await during(5_000, Promise.all(tookMs))) {
      expect(ms).toBeGreaterThanOrEqual(LEASE_MS);
      expect(ms).toBeLessThan(LEASE_MS + 250);
    }
    expect(asked).toHaveLength(1);
  });

  it("F20: has answered 100 waiters of two processes 0.5 s after a call for a token of 2 s, with one request", async () => {
    rig.obtain = async () => {
      await rig.clock.sleep(2_000);
      return { secrets: { accessToken: "t1" }, lifeMs: rig.lifeMs };
    };
    const startedAt = rig.clock.now();
    const keepers = [createKeeper("a"), createKeeper("b")];
    const tookMs = keepers.flatMap((keeper) =>
      Array.from({ length: 50 }, async () => {
        await get(keeper);
        return rig.clock.now() - startedAt;
      }),
    );
    expect(Math.max(...(await during(10_000, Promise.all(tookMs))))).toBeLessThan(2_500);
    expect(asked).toHaveLength(1);
  });

  it("F21: a process that waited uses the token of the one that renewed, not what it read before", async () => {
    const [first, second] = [createKeeper("a"), createKeeper("b")];
    const token = await get(first);
    await get(second);
    await during(
      1_000,
      first.renewed(token).catch(() => {}),
    );
    await rig.clock.advance(11_000);
    const both = await during(1_000, Promise.all([first.renewed(token), second.renewed(token)]));
    expect([asked.length, both.map(({ accessToken }) => accessToken)]).toEqual([2, ["t2", "t2"]]);
  });

  it("F23: keeps businesses and platforms apart", async () => {
    await rig.vault.connections.put(partnerConnection("https://pos.example", "PHO02"));
    await rig.vault.connections.put(haravanConnection());
    const keeper = createKeeper("me", {
      obtain: ({ id }) => Promise.resolve({ secrets: { accessToken: `of ${id}` }, lifeMs: rig.lifeMs }),
    });
    const ids = [ID, "partner:PHO02", "haravan:CAFE01"];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ids), { minLength: 1, maxLength: 30 }), async (calls) => {
        const tokens = await Promise.all(calls.map((id) => get(keeper, id)));
        expect(tokens.map(({ accessToken }) => accessToken)).toEqual(calls.map((id) => `of ${id}`));
      }),
      { numRuns: 20 },
    );
  });

  it("renews what is in use without waiting for a call, and lets idle ones be", async () => {
    const keeper = createKeeper();
    await get(keeper);
    keeper.peek(ID);
    await rig.clock.advance(52 * MINUTE);
    keeper.sweep();
    await settle();
    expect(asked).toHaveLength(2);
    await rig.clock.advance(52 * MINUTE);
    keeper.sweep();
    await settle();
    expect(asked).toHaveLength(2);
  });

  it("never shortens a life by an absurd expiry, nor arms a timer with it", async () => {
    rig.lifeMs = 2_147_483_647_000;
    const keeper = createKeeper();
    await get(keeper);
    await rig.clock.advance(29 * 24 * HOUR);
    expect([keeper.peek(ID)?.accessToken, asked.length]).toEqual(["t1", 1]);
    await rig.clock.advance(2 * 24 * HOUR);
    keeper.peek(ID);
    await settle();
    expect(asked).toHaveLength(2);
  });

  it("holds a bounded number of tokens in memory", async () => {
    const keeper = createKeeper("me", {}, 10);
    for (let index = 0; index < 30; index += 1) {
      await rig.vault.connections.put(partnerConnection("https://pos.example", `B${index}`));
      await get(keeper, `partner:B${index}`);
    }
    const held = Array.from({ length: 30 }, (_, index) => keeper.peek(`partner:B${index}`)).filter(Boolean);
    expect(held).toHaveLength(10);
  });
});
