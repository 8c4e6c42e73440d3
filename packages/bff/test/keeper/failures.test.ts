/** A platform that is down, refuses a token or the credentials, or whose answer comes late or not at all. */
import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { pauseAfterFailure } from "../../src/tokens/lifetime.ts";
import { databaseFailure } from "../../src/vault/database-failure.ts";
import { HOUR, ID, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { asked, createKeeper, get, during } = rig;

describe("the token keeper", () => {
  it("F25: while the platform is down, uses the token until its end, then refuses without asking again and again", async () => {
    const keeper = createKeeper();
    await get(keeper);
    rig.obtain = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "down"));
    await rig.clock.advance(58 * MINUTE);
    expect(keeper.peek(ID)?.accessToken).toBe("t1");
    await rig.clock.advance(3 * MINUTE);
    await expect(get(keeper)).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true });
    const before = asked.length;
    for (let call = 0; call < 10 * 60 * 10; call += 1) {
      await get(keeper).catch(() => {});
      await rig.clock.advance(100);
    }
    expect(asked.length - before).toBeLessThanOrEqual(40);
    rig.obtain = () => Promise.resolve({ secrets: { accessToken: "back" }, lifeMs: rig.lifeMs });
    await rig.clock.advance(61_000);
    expect((await get(keeper)).accessToken).toBe("back");
  }, 60_000);

  it("F26: renews a refused token once for all callers, and at most once in 10 s", async () => {
    const keeper = createKeeper();
    const token = await get(keeper);
    await rig.clock.advance(MINUTE);
    const renewed = await Promise.all(Array.from({ length: 50 }, () => keeper.renewed(token)));
    expect([asked.length, new Set(renewed.map(({ accessToken }) => accessToken))]).toEqual([
      2,
      new Set(["t2"]),
    ]);
    // The platform refuses that one too, for ever.
    let latest = await get(keeper);
    const before = asked.length;
    for (let second = 0; second < 60; second += 1) {
      await keeper.renewed(latest).then(
        (newer) => {
          latest = newer;
        },
        () => {},
      );
      await rig.clock.advance(1_000);
    }
    expect(asked.length - before).toBeLessThanOrEqual(6);
  });

  it("renews a refused token although the database's clock was set back since it was given", async () => {
    const keeper = createKeeper();
    const token = await get(keeper);
    const later = { minted_at: rig.clock.now() + 7 * HOUR, expires_at: rig.clock.now() + 8 * HOUR };
    await rig.vault.database.db.updateTable("token").set(later).where("id", "=", ID).execute();
    expect((await during(1_000, keeper.renewed(token))).accessToken).toBe("t2");
  });

  it("a late refusal of an old token costs nothing: there is a newer one already", async () => {
    const keeper = createKeeper();
    const token = await get(keeper);
    await rig.clock.advance(MINUTE);
    await keeper.renewed(token);
    expect((await keeper.renewed(token)).accessToken).toBe("t2");
    expect(asked).toHaveLength(2);
  });

  it("remembers for the whole cluster that credentials are wrong, and tries again after minutes only", async () => {
    rig.obtain = () => Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "wrong"));
    const [first, second] = [createKeeper("a"), createKeeper("b")];
    for (let call = 0; call < 20; call += 1) {
      await expect(get(call % 2 ? first : second)).rejects.toMatchObject({ code: "CREDENTIALS_REJECTED" });
    }
    expect(asked).toHaveLength(1);
    await rig.clock.advance(10 * MINUTE);
    await expect(get(first)).rejects.toMatchObject({ code: "CREDENTIALS_REJECTED" });
    expect(asked).toHaveLength(2);
  });

  it("respects Retry-After on every instance", async () => {
    rig.obtain = () =>
      Promise.reject(new AddOnError("RATE_LIMITED", "slow", { details: { retryAfterMs: 30_000 } }));
    await expect(get(createKeeper("a"))).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await rig.clock.advance(29_000);
    await expect(get(createKeeper("b"))).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(asked).toHaveLength(1);
  });

  it("keeps a rotated token that came too late as an orphan, and uses it when the one in the row is refused", async () => {
    await rig.vault.connections.put(haravanConnection());
    const id = "haravan:CAFE01";
    const keeper = createKeeper();
    let release: () => void = () => {};
    rig.obtain = () =>
      new Promise((resolve) => {
        release = () =>
          resolve({ secrets: { accessToken: "late", refreshToken: "rotated" }, lifeMs: rig.lifeMs });
      });
    const late = get(keeper, id).catch(() => {});
    await settle();
    // Another process took over while this one stood still.
    const row = await rig.vault.tokens.read(id);
    await rig.vault.database.db
      .updateTable("token")
      .set({ fence: 99, lease_until: 0 })
      .where("id", "=", id)
      .execute();
    expect(row?.leased).toBe(true);
    rig.obtain = () => Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "spent"));
    release();
    await during(5_000, late);
    expect((await get(keeper, id)).accessToken).toBe("late");
    expect(await rig.vault.orphans.newest(id)).toBeUndefined();
  });

  it("holds a rotated token while the database is away, and stores it when it is back; no call waits that long", async () => {
    await rig.vault.connections.put(haravanConnection());
    const id = "haravan:CAFE01";
    const keeper = createKeeper("a", { isOneShot: () => true });
    const { commit } = rig.vault.tokens;
    let isAway = true;
    const away = databaseFailure(Object.assign(new Error("shutting down"), { code: "57P01" }));
    Object.assign(rig.vault.tokens, {
      commit: (...parts: Parameters<typeof commit>) => (isAway ? Promise.reject(away) : commit(...parts)),
    });
    rig.obtain = () =>
      Promise.resolve({ secrets: { accessToken: "new", refreshToken: "rotated" }, lifeMs: rig.lifeMs });
    await expect(during(15_000, get(keeper, id))).rejects.toMatchObject({
      ...{ code: "UPSTREAM_UNAVAILABLE", retryable: true },
    });
    await rig.clock.advance(MINUTE);
    isAway = false;
    await rig.clock.advance(1_000);
    expect((await get(keeper, id)).accessToken).toBe("new");
    expect(asked).toHaveLength(1);
  });

  it("does not send a refresh token again while the outcome is unknown and the token at hand works", async () => {
    await rig.vault.connections.put(haravanConnection());
    const id = "haravan:CAFE01";
    const keeper = createKeeper("a", { isOneShot: (heldNow) => heldNow?.refreshToken !== undefined });
    rig.obtain = () =>
      Promise.resolve({ secrets: { accessToken: "one", refreshToken: "r1" }, lifeMs: rig.lifeMs });
    await get(keeper, id);
    rig.obtain = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "answer lost"));
    for (let minute = 0; minute < 59; minute += 1) {
      await rig.clock.advance(MINUTE);
      expect(keeper.peek(id)?.accessToken).toBe("one");
    }
    expect(asked).toHaveLength(2);
    await rig.clock.advance(2 * MINUTE);
    await during(
      1_000,
      get(keeper, id).catch(() => {}),
    );
    expect(asked).toHaveLength(3); // Nothing left to lose.
  });
});

describe("the pause after a failure", () => {
  it("grows, is never shorter than Retry-After, and is minutes for what only a person can mend", () => {
    expect([0, 1, 2, 20].map((count) => pauseAfterFailure(count, false, undefined))).toEqual([
      1_000, 2_000, 4_000, 60_000,
    ]);
    expect(pauseAfterFailure(0, false, 30_000)).toBe(30_000);
    expect([0, 1, 20].map((count) => pauseAfterFailure(count, true, undefined))).toEqual([
      60_000, 120_000, 900_000,
    ]);
  });
});
