/** Token keepers over one vault, in time that the test lets pass, before a platform that the test plays itself. */
import { beforeEach } from "vitest";
import { createTokenKeeper, type HeldToken, type TokenKeeper } from "../../src/tokens/keeper.ts";
import type { TokenEvent, TokenSource } from "../../src/tokens/source.ts";
import type { TokenSecrets } from "../../src/vault/tokens.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { partnerConnection } from "./platforms.ts";
import { createTestClock, createVirtualVault, type TestClock } from "./virtual.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** The one connection that every test begins with. */
export const ID = "partner:CAFE01";

export interface KeeperRig {
  /** This test's; not there before the test begins. */
  readonly clock: TestClock;
  /** This test's, on the same clock. */
  readonly vault: Vault;
  /** How often the platform was asked, and with which token at hand. */
  readonly asked: (TokenSecrets | undefined)[];
  /** What the keepers made known, in order. */
  readonly events: TokenEvent["type"][];
  /** What the platform does; at first it gives `t1`, `t2` and so on. */
  obtain: TokenSource["obtain"];
  /** How long the tokens live that it gives at first, in milliseconds; an hour unless the test says otherwise. */
  lifeMs: number;
  /** One process's keeper. */
  readonly createKeeper: (owner?: string, overrides?: Partial<TokenSource>, capacity?: number) => TokenKeeper;
  /** The token as a call gets it: from memory, or else by waiting. */
  readonly get: (keeper: TokenKeeper, id?: string) => Promise<HeldToken>;
  /** `work` while time passes, in milliseconds. */
  readonly during: <Result>(ms: number, work: Promise<Result>) => Promise<Result>;
}

/** To be called once, at the top of a test file. */
export const keeperRigPerTest = (): KeeperRig => {
  let clock: TestClock;
  let vault: Vault;
  const asked: (TokenSecrets | undefined)[] = [];
  const events: TokenEvent["type"][] = [];
  const obtain: TokenSource["obtain"] = () =>
    Promise.resolve({ secrets: { accessToken: `t${asked.length}` }, lifeMs: rig.lifeMs });

  const rig: KeeperRig = {
    get clock() {
      return clock;
    },
    get vault() {
      return vault;
    },
    asked,
    events,
    obtain,
    lifeMs: HOUR,
    createKeeper: (owner = "me", overrides = {}, capacity = 100) => {
      const source: TokenSource = {
        obtain: (connection, held, signal) => {
          asked.push(held);
          return rig.obtain(connection, held, signal);
        },
        ...overrides,
      };
      return createTokenKeeper({
        store: vault.tokens,
        orphans: vault.orphans,
        sources: { partner: source, haravan: source, privage: source },
        clock,
        owner,
        random: () => 0.5,
        observe: ({ type }) => events.push(type),
        capacity,
      });
    },
    get: (keeper, id = ID) => Promise.resolve(keeper.peek(id) ?? keeper.get(id)),
    during: async (ms, work) => {
      const settled = work.catch(() => {});
      await clock.advance(ms);
      await settled;
      return work;
    },
  };

  beforeEach(async () => {
    clock = createTestClock();
    vault = await createVirtualVault(clock);
    await vault.connections.put(partnerConnection("https://pos.example"));
    asked.length = 0;
    events.length = 0;
    rig.lifeMs = HOUR;
    rig.obtain = obtain;
  });
  return rig;
};
