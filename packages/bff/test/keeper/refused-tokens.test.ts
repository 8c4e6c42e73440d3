/** A platform that refuses a token before its end: what is asked of it then, and what callers are told. */
import { AddOnError } from "@privage-addons/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import type { TokenKeeper } from "../../src/tokens/keeper.ts";
import type { TokenSource } from "../../src/tokens/source.ts";
import { HOUR, keeperRigPerTest, MINUTE } from "../support/keeper-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { settle } from "../support/virtual.ts";

const rig = keeperRigPerTest();
const { asked, createKeeper, get, during } = rig;
const id = "haravan:CAFE01";
const oneShot: Partial<TokenSource> = { isOneShot: (held) => held?.refreshToken !== undefined };
const down = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "down"));

beforeEach(async () => {
  await rig.vault.connections.put(haravanConnection());
  rig.obtain = () =>
    Promise.resolve({
      secrets: { accessToken: `a${asked.length}`, refreshToken: `r${asked.length}` },
      lifeMs: 24 * HOUR,
    });
});

describe("a refused token whose renewal fails", () => {
  it("costs one attempt per pause, however many calls come, and callers are told when to come back", async () => {
    const keeper = createKeeper("a", oneShot);
    const token = await get(keeper, id);
    await rig.clock.advance(HOUR);
    rig.obtain = down;
    for (let call = 0; call < 100; call += 1) {
      await expect(keeper.renewed(token)).rejects.toMatchObject({
        code: "UPSTREAM_UNAVAILABLE",
        retryable: true,
        details: { retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 60_000) },
      });
      await rig.clock.advance(100);
    }
    // After 0, 1, 3 and 7 s.
    expect(asked).toHaveLength(1 + 4);
  });

  it("is renewed although a renewal in the background had no answer, or has none yet", async () => {
    const keeper = createKeeper("a", oneShot);
    const token = await get(keeper, id);
    await rig.clock.advance(21 * HOUR);
    rig.obtain = async () => {
      await rig.clock.sleep(2_000);
      return down();
    };
    keeper.peek(id);
    await settle();
    const { obtain } = rig;
    rig.obtain = () =>
      Promise.resolve({ secrets: { accessToken: "new", refreshToken: "new" }, lifeMs: HOUR });
    const newer = await during(3_000, keeper.renewed(token));
    expect(newer.accessToken).toBe("new");

    rig.obtain = obtain;
    await rig.clock.advance(51 * MINUTE);
    keeper.peek(id);
    await rig.clock.advance(2_000);
    expect((await rig.vault.tokens.read(id))?.failure?.code).toBe("OUTCOME_UNKNOWN");
    await expect(during(3_000, keeper.renewed(newer))).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
    });
  });
});

describe("a token that is proved, which raises its version", () => {
  it("is held under the row's version by all processes that proved it at once", async () => {
    const prove: (() => void)[] = [];
    const confirm: TokenSource["confirm"] = (_connection, { legacyToken, ...pair }) =>
      legacyToken === undefined
        ? Promise.resolve(undefined)
        : new Promise((resolve) => prove.push(() => resolve(pair)));
    rig.obtain = () =>
      Promise.resolve({
        secrets: { accessToken: "first", refreshToken: "r1", legacyToken: "legacy" },
        lifeMs: 24 * HOUR,
      });
    const [a, b] = [createKeeper("a", { confirm }), createKeeper("b", { confirm })];
    const both = Promise.all([get(a, id), get(b, id)]);
    await rig.clock.advance(200);
    for (const proved of prove) proved();
    const tokens = await during(500, both);
    expect(tokens.map(({ version }) => version)).toEqual([2, 2]);
  });

  it.each([
    ["by a process that has it in memory", () => {}],
    ["by a process that has forgotten it", (keeper: TokenKeeper) => keeper.forget(id)],
  ])(
    "is renewed once refused %s: the same token, proved by another, is no newer one",
    async (_whom, before) => {
      rig.obtain = () =>
        Promise.resolve({
          secrets: { accessToken: "first", refreshToken: "r1", legacyToken: "legacy" },
          lifeMs: 24 * HOUR,
        });
      const keeper = createKeeper("a", { confirm: () => Promise.resolve(undefined) });
      const token = await get(keeper, id);
      await rig.vault.tokens.replace(id, token.version, { accessToken: "first", refreshToken: "r1" });
      await rig.clock.advance(HOUR);
      before(keeper);
      rig.obtain = () => Promise.resolve({ secrets: { accessToken: "second" }, lifeMs: HOUR });
      expect((await keeper.renewed(token)).accessToken).toBe("second");
    },
  );
});

it("a token that must not be used here is looked at once a second at most, however many calls come", async () => {
  let looks = 0;
  const keeper = createKeeper("me", {
    confirm: () => {
      looks += 1;
      return Promise.reject(new AddOnError("NOT_CONNECTED", "This shop is connected to another business."));
    },
  });
  for (let call = 0; call < 40; call += 1) {
    await expect(keeper.get(id)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    await rig.clock.advance(100);
  }
  expect(looks).toBeLessThanOrEqual(4);
});
