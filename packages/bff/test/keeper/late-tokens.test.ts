/** A rotated refresh token whose commit came too late, or was executed without an answer: it is neither lost nor used twice. */
import { AddOnError } from "@privage-addons/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import type { TokenKeeper } from "../../src/tokens/keeper.ts";
import type { TokenSource } from "../../src/tokens/source.ts";
import { databaseFailure } from "../../src/vault/database-failure.ts";
import { HOUR, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { createKeeper, get, during } = rig;
const id = "haravan:CAFE01";
const oneShot: Partial<TokenSource> = { isOneShot: (held) => held?.refreshToken !== undefined };

/** The strictest platform: a refresh token works once, and one that is sent twice ends them all (RFC 9700 section 4.14.2). */
const createPlatform = () => {
  const sent: string[] = [];
  let given = 0;
  let isRevoked = false;
  const rotate = () => {
    given += 1;
    return { secrets: { accessToken: `a${given}`, refreshToken: `r${given}` }, lifeMs: HOUR };
  };
  const obtain: TokenSource["obtain"] = async (_connection, held) => {
    const spent = held?.refreshToken ?? "";
    sent.push(spent);
    isRevoked ||= spent !== (given ? `r${given}` : "");
    if (!isRevoked) return rotate();
    throw new AddOnError("CREDENTIALS_REJECTED", "reinstall", { details: { reason: "reauthorize" } });
  };
  return { sent, rotate, obtain };
};
let platform: ReturnType<typeof createPlatform>;

const row = () => rig.vault.tokens.read(id);
const orphan = () => rig.vault.orphans.newest(id);

const renewInBackground = async (keeper: TokenKeeper) => {
  await rig.clock.advance(52 * MINUTE);
  keeper.peek(id);
  await rig.clock.advance(2_000);
};

beforeEach(async () => {
  await rig.vault.connections.put(haravanConnection());
  platform = createPlatform();
  rig.obtain = platform.obtain;
});

/** One process has its token rotated, and stands still past its lease before it stores it. */
const standStill = async (keeper: TokenKeeper) => {
  let release: () => void = () => {};
  rig.obtain = () => {
    const rotated = platform.rotate();
    return new Promise((resolve) => {
      release = () => resolve(rotated);
    });
  };
  const late = get(keeper, id);
  late.catch(() => {});
  await settle();
  const { db } = rig.vault.database;
  await db.updateTable("token").set({ lease_until: 1 }).where("id", "=", id).execute();
  rig.obtain = platform.obtain;
  return { late, release: () => release() };
};

describe("a rotated token that came too late for the row", () => {
  it("is used before the platform is asked, which would be sent a spent one", async () => {
    const keeper = createKeeper("a", oneShot);
    await get(keeper, id);
    await rig.vault.orphans.keep(id, platform.rotate().secrets, "r1");
    await rig.clock.advance(2 * HOUR);
    expect((await get(keeper, id)).accessToken).toBe("a2");
    await rig.clock.advance(2_000);
    keeper.peek(id);
    await settle();
    expect(platform.sent).toEqual(["", "r2"]);
    expect([(await row())?.secrets?.refreshToken, await orphan()]).toEqual(["r3", undefined]);
  });

  it("ends the refusals on every instance: nobody is told for minutes to reinstall", async () => {
    const [a, b] = [createKeeper("a", oneShot), createKeeper("b", oneShot)];
    await get(a, id);
    await rig.clock.advance(2 * HOUR);
    const { late, release } = await standStill(a);
    rig.obtain = () =>
      Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "spent", { details: { reason: "reauthorize" } }));
    await expect(during(1_000, get(b, id))).rejects.toMatchObject({ code: "CREDENTIALS_REJECTED" });
    release();
    expect((await during(1_000, late)).accessToken).toBe("a2");
    await rig.clock.advance(1_000);
    expect((await during(1_000, get(b, id))).accessToken).toBe("a2");
  });

  it("is used when it is kept while another process is being refused", async () => {
    const [a, b] = [createKeeper("a", oneShot), createKeeper("b", oneShot)];
    await get(a, id);
    await rig.clock.advance(2 * HOUR);
    const { release } = await standStill(a);
    rig.obtain = async () => {
      release();
      await settle();
      throw new AddOnError("CREDENTIALS_REJECTED", "spent", { details: { reason: "reauthorize" } });
    };
    expect((await during(3_000, get(b, id))).accessToken).toBe("a2");
  });

  it("is not kept for a connection that was removed meanwhile, whose secrets are erased", async () => {
    const keeper = createKeeper("a", oneShot);
    await get(keeper, id);
    await rig.clock.advance(2 * HOUR);
    const { late, release } = await standStill(keeper);
    await rig.vault.connections.end(id, "removed");
    release();
    await expect(during(1_000, late)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect(await orphan()).toBeUndefined();
  });

  it("is of no use to a row that holds something else by now", async () => {
    const keeper = createKeeper("a", oneShot);
    await get(keeper, id);
    await rig.vault.orphans.keep(id, { accessToken: "stale", refreshToken: "stale" }, "r0");
    rig.obtain = () =>
      Promise.reject(new AddOnError("CREDENTIALS_REJECTED", "dead", { details: { reason: "reauthorize" } }));
    await rig.clock.advance(2 * HOUR);
    await expect(get(keeper, id)).rejects.toMatchObject({ code: "CREDENTIALS_REJECTED" });
    expect((await row())?.secrets?.refreshToken).toBe("r1");
  });

  it("keeps the old shop token that was sent to us meanwhile", async () => {
    const keeper = createKeeper("a", oneShot);
    const { version } = await get(keeper, id);
    await rig.vault.orphans.keep(id, platform.rotate().secrets, "r1");
    await rig.vault.tokens.replace(
      id,
      version,
      { accessToken: "a1", refreshToken: "r1", legacyToken: "legacy" },
      { expireNow: true },
    );
    await rig.clock.advance(2 * HOUR);
    await get(keeper, id);
    expect((await row())?.secrets).toEqual({ accessToken: "a2", refreshToken: "r2", legacyToken: "legacy" });
  });
});

describe("a commit that was executed, and only its answer lost", () => {
  const away = databaseFailure(Object.assign(new Error("gone"), { code: "08006" }));
  const loseOneAnswer = () => {
    const { commit } = rig.vault.tokens;
    let isLost = false;
    const commitAndLose: typeof commit = async (...parts) => {
      const isStored = await commit(...parts);
      if (isLost) return isStored;
      isLost = true;
      throw away;
    };
    Object.assign(rig.vault.tokens, { commit: commitAndLose });
  };

  it("leaves no orphan, and a wrong client secret later overwrites nothing", async () => {
    const keeper = createKeeper("a", oneShot);
    await get(keeper, id);
    loseOneAnswer();
    await renewInBackground(keeper);
    expect([(await row())?.secrets?.refreshToken, await orphan()]).toEqual(["r2", undefined]);
    await renewInBackground(keeper);
    await renewInBackground(keeper);
    rig.obtain = () =>
      Promise.reject(
        new AddOnError("CREDENTIALS_REJECTED", "wrong", { details: { reason: "wrong-credentials" } }),
      );
    await renewInBackground(keeper);
    expect((await row())?.secrets).toEqual({ accessToken: "a4", refreshToken: "r4" });
    expect(platform.sent).toEqual(["", "r1", "r2", "r3"]);
  });

  it("says once that a token waits for the database", async () => {
    const keeper = createKeeper("a", oneShot);
    await get(keeper, id);
    rig.events.length = 0;
    const { commit } = rig.vault.tokens;
    let failures = 3;
    Object.assign(rig.vault.tokens, {
      commit: (...parts: Parameters<typeof commit>) =>
        failures-- > 0 ? Promise.reject(away) : commit(...parts),
    });
    await renewInBackground(keeper);
    expect((await row())?.secrets?.refreshToken).toBe("r2");
    expect(rig.events.filter((type) => type === "unsaved")).toHaveLength(1);
  });
});
