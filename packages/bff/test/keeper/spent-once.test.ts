/**
 * A refresh token is sent once, and what came back is not lost: whatever the database does, and however slow a process is between
 * two of its steps.
 */
import { AddOnError } from "@privage-addons/contracts";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { toHealth } from "../../src/operations/connections-route.ts";
import { createTokenKeeper, type TokenKeeper } from "../../src/tokens/keeper.ts";
import type { TokenSource } from "../../src/tokens/source.ts";
import { databaseFailure } from "../../src/vault/database-failure.ts";
import { HOUR, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { createTestClock, createVirtualVault, settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { createKeeper, get } = rig;
const id = "haravan:CAFE01";
const oneShot: Pick<TokenSource, "isOneShot"> = { isOneShot: (held) => held?.refreshToken !== undefined };
const away = databaseFailure(Object.assign(new Error("gone"), { code: "08006" }));
const lost = new AddOnError("UPSTREAM_UNAVAILABLE", "answer lost", { details: { wasSent: true } });
const spent = () => rig.asked.map((secrets) => secrets?.refreshToken);
const row = () => rig.vault.tokens.read(id);

beforeEach(async () => {
  await rig.vault.connections.put(haravanConnection());
  let given = 0;
  rig.obtain = async () => {
    given += 1;
    return { secrets: { accessToken: `a${given}`, refreshToken: `r${given}` }, lifeMs: HOUR };
  };
});

/** What a step of the vault's tokens does before it is done. */
const before = (
  steps: readonly string[],
  work: (step: string, args: readonly unknown[]) => Promise<void>,
) => {
  for (const step of steps) {
    const done: (...args: unknown[]) => Promise<unknown> = Reflect.get(rig.vault.tokens, step);
    Reflect.set(rig.vault.tokens, step, async (...args: unknown[]) => {
      await work(step, args);
      return done(...args);
    });
  }
};
const STEPS = ["read", "lease", "intend", "extend", "commit", "fail", "replace"];

it("a process that read the row before the outcome became unknown does not send the token again", async () => {
  const [fast, slow] = [createKeeper("fast", oneShot), createKeeper("slow", oneShot)];
  for (const keeper of [fast, slow]) await get(keeper, id);
  before(["lease"], async (_step, [, , owner]) => {
    if (owner === "slow") await rig.clock.sleep(200);
  });
  rig.obtain = () => Promise.reject(lost);
  await rig.clock.advance(52 * MINUTE);
  for (const keeper of [fast, slow]) keeper.peek(id);
  await rig.clock.advance(2_000);
  expect(spent()).toEqual([undefined, "r1"]);
  expect((await row())?.failure?.code).toBe("OUTCOME_UNKNOWN");
});

it("while one process renews, the others wait for its token, and nobody is told that its answer was lost", async () => {
  const [fast, slow] = [createKeeper("fast", oneShot), createKeeper("slow", oneShot)];
  for (const keeper of [fast, slow]) await get(keeper, id);
  const { obtain } = rig;
  rig.obtain = async (...args) => {
    await rig.clock.sleep(500);
    return obtain(...args);
  };
  await rig.clock.advance(52 * MINUTE);
  fast.peek(id);
  await settle();
  const underWay = await row();
  expect(underWay && toHealth(underWay.connection, underWay)).toMatchObject({ status: "ready" });
  slow.peek(id);
  await rig.clock.advance(1_000);
  expect([fast, slow].map((keeper) => keeper.peek(id)?.accessToken)).toEqual(["a2", "a2"]);
  expect(spent()).toEqual([undefined, "r1"]);
});

it("a process that comes first when the database is back waits for the one that holds the renewed pair", async () => {
  const [holder, other] = [createKeeper("holder", oneShot), createKeeper("other", oneShot)];
  await get(holder, id);
  await rig.clock.advance(2 * HOUR);
  let isAway = false;
  before(STEPS, async () => {
    if (isAway) throw away;
  });
  const { obtain } = rig;
  rig.obtain = async (...args) => {
    isAway = true;
    return obtain(...args);
  };
  const calls = [get(holder, id)];
  await rig.clock.advance(10_000);
  isAway = false;
  calls.push(get(other, id));
  await rig.clock.advance(3_000);
  expect((await Promise.all(calls)).map(({ accessToken }) => accessToken)).toEqual(["a2", "a2"]);
  expect(spent()).toEqual([undefined, "r1"]);
});

it("while no token is left, a refresh token under way is not sent by another process, though its holder stands still for seconds", async () => {
  const [holder, other] = [createKeeper("holder", oneShot), createKeeper("other", oneShot)];
  await get(holder, id);
  await rig.clock.advance(2 * HOUR);
  before(["extend"], () => rig.clock.sleep(4_000));
  const { obtain } = rig;
  rig.obtain = async (...args) => {
    await rig.clock.sleep(6_000);
    return obtain(...args);
  };
  const calls = [holder, other].map((keeper) => get(keeper, id));
  await rig.clock.advance(14_000);
  expect((await Promise.all(calls)).map(({ accessToken }) => accessToken)).toEqual(["a2", "a2"]);
  expect(spent()).toEqual([undefined, "r1"]);
});

it("while no token is left, whoever hears that its lease lasts only when that is over sends nothing", async () => {
  const [holder, other] = [createKeeper("holder", oneShot), createKeeper("other", oneShot)];
  await get(holder, id);
  await rig.clock.advance(2 * HOUR);
  const { tokens } = rig.vault;
  const { intend } = tokens;
  let hasStoodStill = false;
  tokens.intend = async (...args) => {
    const isOurs = await intend(...args);
    if (!hasStoodStill) {
      hasStoodStill = true;
      await rig.clock.sleep(9_000);
    }
    return isOurs;
  };
  before(["extend"], () => rig.clock.sleep(9_000));
  const calls = [holder, other].map((keeper) => get(keeper, id));
  await rig.clock.advance(14_000);
  expect((await Promise.all(calls)).map(({ accessToken }) => accessToken)).toEqual(["a2", "a2"]);
  expect(spent()).toEqual([undefined, "r1"]);
});

it.each([
  ["an error of the database that nobody has heard of", new Error("never seen"), 1_000],
  ["a machine that slept for longer than it would wait", away, 6 * MINUTE],
])("%s costs no renewed pair", async (_what, failure, ms) => {
  const keeper = createKeeper("me", oneShot);
  await get(keeper, id);
  await rig.clock.advance(2 * HOUR);
  let isFirst = true;
  before(["commit"], async () => {
    if (!isFirst) return;
    isFirst = false;
    await rig.clock.sleep(ms);
    throw failure;
  });
  get(keeper, id).catch(() => {});
  await rig.clock.advance(10 * MINUTE);
  expect((await row())?.secrets?.refreshToken).toBe("r2");
});

it("a pair whose row no longer opens here is kept for whoever can open it", async () => {
  const keeper = createKeeper("me", oneShot);
  await get(keeper, id);
  await rig.clock.advance(2 * HOUR);
  const { obtain } = rig;
  rig.obtain = async (...args) => {
    await rig.vault.connections.put({ ...haravanConnection(), secrets: { clientSecret: "new" } });
    const foreign = rig.vault.database.db.updateTable("connection").set({ sealed: "v1.other.AAAA.AAAA" });
    await foreign.where("id", "=", id).execute();
    return obtain(...args);
  };
  await get(keeper, id).catch(() => {});
  expect(await rig.vault.orphans.newest(id)).toEqual({
    secrets: { accessToken: "a2", refreshToken: "r2" },
    spent: "r1",
  });
});

/** Three processes, a platform that is slow at times, and a database that fails before or after a step, or is slow at either. */
const runThrough = async (seed: number) => {
  let state = seed >>> 0;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const clock = createTestClock();
  const vault = await createVirtualVault(clock);
  await vault.connections.put(haravanConnection());
  let isFaulty = false;
  const faulty = <Store extends object>(store: Store): Store => {
    const target: object = store;
    return new Proxy(store, {
      get: (_target, name) => {
        const done: (...args: unknown[]) => Promise<unknown> = Reflect.get(target, name);
        return async (...args: unknown[]) => {
          const luck = isFaulty ? random() : 0.5;
          if (luck < 0.1) throw away;
          if (luck < 0.2) await clock.sleep(random() * 6_000);
          const result = await done(...args);
          if (luck > 0.9) throw away;
          if (luck > 0.8) await clock.sleep(random() * 6_000);
          return result;
        };
      },
    });
  };
  const sent: string[] = [];
  let given = 0;
  let hasLost = false;
  const source: TokenSource = {
    ...oneShot,
    obtain: async (_connection, held) => {
      if (held?.refreshToken) sent.push(held.refreshToken);
      await clock.sleep(random() * 2_000);
      given += 1;
      const pair = { accessToken: `a${given}`, refreshToken: `r${given}` };
      hasLost ||= isFaulty && random() < 0.1;
      if (hasLost) throw lost;
      if (random() < 0.1) await clock.sleep(random() * 5_000);
      return { secrets: pair, lifeMs: HOUR };
    },
  };
  const keepers = ["a", "b", "c"].map(
    (owner): TokenKeeper =>
      createTokenKeeper({
        store: faulty(vault.tokens),
        orphans: faulty(vault.orphans),
        sources: { partner: source, haravan: source, privage: source },
        observe: () => {},
        clock,
        owner,
        random,
      }),
  );
  for (const keeper of keepers) {
    const first = keeper.get(id);
    await clock.advance(10_000);
    await first;
  }
  const read = async () => {
    const record = await vault.tokens.read(id);
    return { dueInMs: record?.renewInMs ?? 0, isLeft: (record?.expiresInMs ?? 0) > MINUTE };
  };
  isFaulty = true;
  for (let look = 0; look < 160 && !hasLost && (await read()).isLeft; look += 1) {
    await clock.advance(Math.max(3_000, (await read()).dueInMs));
    for (const keeper of keepers) keeper.peek(id);
  }
  isFaulty = false;
  await clock.advance(301_000);
  const held = (await vault.tokens.read(id))?.secrets?.refreshToken;
  const orphan = await vault.orphans.newest(id);
  const isKept =
    held === `r${given}` || (orphan?.spent === held && orphan?.secrets.refreshToken === `r${given}`);
  return {
    sentTwice: sent.filter((token, index) => sent.indexOf(token) !== index),
    isKept: isKept || hasLost,
  };
};

it("as long as a token is left no refresh token is sent twice, and no pair is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      expect(await runThrough(seed)).toEqual({ sentTwice: [], isKept: true });
    }),
    { numRuns: 150 },
  );
}, 180_000);
