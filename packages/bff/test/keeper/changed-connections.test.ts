/** A connection that ends, or is mended, while a process works with what it has read before. */
import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import type { TokenSource } from "../../src/tokens/source.ts";
import { HOUR, ID, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { createKeeper, get, during } = rig;
const id = "haravan:CAFE01";
const oneShot: Partial<TokenSource> = { isOneShot: (held) => held?.refreshToken !== undefined };

describe("a connection that was removed", () => {
  it("is not put into memory by a process that was proving its token at that moment", async () => {
    await rig.vault.connections.put(haravanConnection());
    rig.obtain = () =>
      Promise.resolve({ secrets: { accessToken: "omni", legacyToken: "legacy" }, lifeMs: 365 * 24 * HOUR });
    let prove: () => void = () => {};
    const confirm: TokenSource["confirm"] = (_connection, { accessToken }) =>
      new Promise((resolve) => {
        prove = () => resolve({ accessToken });
      });
    const keeper = createKeeper("a", { confirm });
    const waiting = get(keeper, id);
    waiting.catch(() => {});
    await settle();
    await rig.vault.connections.end(id, "removed");
    keeper.forget(id);
    prove();
    await expect(during(1_000, waiting)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect(keeper.peek(id)).toBeUndefined();
  });

  it("is not put into memory by a process that had read the row before and learned of the end meanwhile", async () => {
    await get(createKeeper("other"));
    const keeper = createKeeper("a");
    const { read } = rig.vault.tokens;
    let isFirst = true;
    Object.assign(rig.vault.tokens, {
      read: async (...parts: Parameters<typeof read>) => {
        const record = await read(...parts);
        if (isFirst) {
          isFirst = false;
          await rig.vault.connections.end(ID, "removed");
          keeper.forget(ID);
        }
        return record;
      },
    });
    await expect(get(keeper)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect(keeper.peek(ID)).toBeUndefined();
  });

  it("leaves memory when its renewal finds it removed", async () => {
    const keeper = createKeeper();
    await get(keeper);
    await rig.vault.connections.end(ID, "removed");
    await rig.clock.advance(55 * MINUTE);
    expect(keeper.peek(ID)?.accessToken).toBe("t1");
    await settle();
    expect(keeper.peek(ID)).toBeUndefined();
  });
});

describe("a failure that another process has mended", () => {
  it("is noticed within a second, however long the pause was", async () => {
    rig.obtain = () => Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "wrong"));
    const keeper = createKeeper();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await get(keeper).catch(() => {});
      await rig.clock.advance(16 * MINUTE);
    }
    await expect(get(keeper)).rejects.toMatchObject({ code: "CREDENTIALS_REJECTED" });
    expect((await rig.vault.tokens.read(ID))?.failure?.retryInMs).toBe(15 * MINUTE);
    await rig.vault.tokens.replace(ID, 0, {}, { expireNow: true });
    rig.obtain = () => Promise.resolve({ secrets: { accessToken: "mended" }, lifeMs: HOUR });
    await rig.clock.advance(1_000);
    expect((await get(keeper)).accessToken).toBe("mended");
  });

  it("is not told to a call that came after that, though an older one had read the row before", async () => {
    rig.obtain = () => Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "wrong"));
    const keeper = createKeeper();
    await get(keeper).catch(() => {});
    await rig.clock.advance(1_000);
    rig.obtain = () => Promise.resolve({ secrets: { accessToken: "mended" }, lifeMs: HOUR });
    const { read } = rig.vault.tokens;
    Object.assign(rig.vault.tokens, {
      read: async (...parts: Parameters<typeof read>) => {
        const record = await read(...parts);
        if (!record?.failure) return record;
        await rig.vault.tokens.replace(ID, 0, {}, { expireNow: true });
        keeper.forget(ID);
        return record;
      },
    });
    expect((await get(keeper)).accessToken).toBe("mended");
  });

  it("costs one look at the row a second while it lasts, and callers are told the whole pause", async () => {
    rig.obtain = () =>
      Promise.reject(new AddOnError("RATE_LIMITED", "slow", { details: { retryAfterMs: 30_000 } }));
    const keeper = createKeeper();
    await get(keeper).catch(() => {});
    rig.events.length = 0;
    for (let call = 0; call < 100; call += 1) {
      await rig.clock.advance(100);
      await expect(get(keeper)).rejects.toMatchObject({
        details: { retryAfterMs: 30_000 - 100 * (call + 1) },
      });
    }
    expect(rig.events).toEqual(Array.from({ length: 10 }, () => "read"));
  });
});

const OTHER_SECRET = { ...haravanConnection(), secrets: { clientSecret: "other" } };

it.each([
  ["the same credentials are", haravanConnection()],
  ["the same app's new secret is", OTHER_SECRET],
])("a refresh token whose outcome is unknown is not sent again because %s added", async (_what, added) => {
  await rig.vault.connections.put(haravanConnection());
  const keeper = createKeeper("a", oneShot);
  rig.obtain = () => Promise.resolve({ secrets: { accessToken: "a", refreshToken: "r" }, lifeMs: HOUR });
  await get(keeper, id);
  rig.obtain = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "The answer was lost."));
  await rig.clock.advance(55 * MINUTE);
  keeper.peek(id);
  await settle();
  expect(rig.asked).toHaveLength(2);
  await rig.vault.connections.put(added);
  keeper.forget(id);
  expect((await get(keeper, id)).accessToken).toBe("a");
  keeper.peek(id);
  await settle();
  expect(rig.asked).toHaveLength(2);
});

it("a refresh token that is under way is not sent by another process with the secret that is added meanwhile", async () => {
  await rig.vault.connections.put(haravanConnection());
  const [slow, other] = [createKeeper("slow", oneShot), createKeeper("other", oneShot)];
  const give = async () => {
    const count = rig.asked.length;
    if (count > 1) await rig.clock.sleep(6_000);
    return { secrets: { accessToken: `a${count}`, refreshToken: `r${count}` }, lifeMs: HOUR };
  };
  rig.obtain = give;
  await get(slow, id);
  await rig.clock.advance(52 * MINUTE);
  slow.peek(id);
  await settle();
  await rig.vault.connections.put(OTHER_SECRET);
  for (let second = 0; second < 12; second += 1) {
    await get(other, id);
    other.peek(id);
    await rig.clock.advance(1_000);
  }
  // The late pair is adopted, and renewed at once.
  expect(rig.asked.map((held) => held?.refreshToken)).toEqual([undefined, "r1", "r2"]);
  expect((await rig.vault.tokens.read(id))?.secrets).toEqual({ accessToken: "a2", refreshToken: "r2" });
});

it("a refresh token that is under way while no token is left is not sent by another process either", async () => {
  const [slow, other] = [createKeeper("slow", oneShot), createKeeper("other", oneShot)];
  await rig.vault.connections.put(haravanConnection());
  rig.obtain = () => Promise.resolve({ secrets: { accessToken: "a1", refreshToken: "r1" }, lifeMs: HOUR });
  await get(slow, id);
  await rig.clock.advance(2 * HOUR);
  rig.obtain = async () => {
    await rig.clock.sleep(7_000);
    return { secrets: { accessToken: "a2", refreshToken: "r2" }, lifeMs: HOUR };
  };
  const calls = [get(slow, id)];
  await rig.clock.advance(500);
  await rig.vault.connections.put(OTHER_SECRET);
  calls.push(get(other, id));
  await during(12_000, Promise.all(calls));
  expect(rig.asked.map((secrets) => secrets?.refreshToken)).toEqual([undefined, "r1"]);
  expect((await rig.vault.tokens.read(id))?.secrets?.refreshToken).toBe("r2");
});
