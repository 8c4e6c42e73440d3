/** What every host is to an add-on, whether it is real or the testing kit's. Each suite runs it over its own harness. */
import { strict as assert, deepStrictEqual } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

/** A host and one connected add-on, reachable from the test process. */
export interface BridgeHarness {
  /** Connects; resolves to the context's business code. */
  connect(): Promise<string>;
  locale(): Promise<string>;
  path(): Promise<string>;
  sessionStatus(): Promise<string>;
  /** `"ok"` and the answer, or the error's code. */
  callService(
    name: string,
    ...args: readonly unknown[]
  ): Promise<readonly [outcome: string, answer?: unknown]>;
  /** The status of a call to Privage, or the error's code. */
  fetchStatus(path: string): Promise<number | string>;
  /** Paths that arrived from the site. */
  paths(): Promise<readonly string[]>;
  update(patch: { readonly locale: string }): Promise<void>;
  navigated(path: string): Promise<void>;
  /** Resolves when the add-on has acknowledged. */
  endSession(reason: "logout"): Promise<void>;
  exchangeTokensHandedOut(): Promise<number>;
  disconnect(): Promise<void>;
}

/** A host that may go away while the add-on's page stays. */
export interface VanishingHarness extends BridgeHarness {
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export interface ContractCase<Harness extends BridgeHarness = BridgeHarness> {
  readonly name: string;
  readonly run: (harness: Harness) => Promise<void>;
}

const PROFILE = "/v2/connect/profile?card_no=001";
const BACKSTOP_MS = 30_000;

/** Asks until the answer is the expected one: what is pushed may still be on its way. */
const becomes = async (ask: () => Promise<unknown>, expected: unknown): Promise<void> => {
  const end = Date.now() + BACKSTOP_MS;
  let answer = await ask();
  while (!isDeepStrictEqual(answer, expected) && Date.now() < end) {
    await delay(20);
    answer = await ask();
  }
  deepStrictEqual(answer, expected);
};

export const bridgeContract: readonly ContractCase[] = [
  {
    name: "hands context and a token over, so that the first call is served",
    run: async (harness) => {
      assert.equal(await harness.connect(), "CAFE01");
      assert.equal(await harness.fetchStatus(PROFILE), 200);
      assert.equal(await harness.sessionStatus(), "active");
      assert.equal(await harness.exchangeTokensHandedOut(), 1);
    },
  },
  {
    name: "pushes context and addresses live",
    run: async (harness) => {
      await harness.connect();
      await harness.update({ locale: "vi-VN" });
      await harness.navigated("/members/42");
      await becomes(harness.locale, "vi-VN");
      await becomes(harness.path, "/members/42");
      await becomes(harness.paths, ["/members/42"]);
    },
  },
  {
    name: "serves what was granted, and answers NOT_GRANTED to the rest",
    run: async (harness) => {
      await harness.connect();
      assert.deepEqual(await harness.callService("toast", { message: "Hello" }), ["ok", undefined]);
      assert.deepEqual(await harness.callService("confirm", { title: "Sure?" }), ["ok", true]);
      assert.deepEqual(await harness.callService("print"), ["NOT_GRANTED"]);
      assert.deepEqual(await harness.callService("navigate", "/x", { replace: true }), ["NOT_GRANTED"]);
    },
  },
  {
    name: "rule 8: ends the session at once, for good, and acknowledged",
    run: async (harness) => {
      await harness.connect();
      assert.equal(await harness.fetchStatus(PROFILE), 200);
      await harness.endSession("logout");
      assert.equal(await harness.sessionStatus(), "ended");
      assert.equal(await harness.fetchStatus(PROFILE), "SESSION_ENDED");
    },
  },
  {
    name: "disconnecting ends the session and every call with it",
    run: async (harness) => {
      await harness.connect();
      await harness.disconnect();
      assert.equal(await harness.sessionStatus(), "ended");
      assert.equal(await harness.fetchStatus(PROFILE), "SESSION_ENDED");
      assert.deepEqual(await harness.callService("toast", { message: "Late" }), ["HOST_GONE"]);
    },
  },
];

export const vanishingHost: ContractCase<VanishingHarness> = {
  name: "rule 5: a host that goes away settles what is under way, and one that comes back is met again, tokens kept",
  run: async (harness) => {
    await harness.connect();
    assert.equal(await harness.fetchStatus(PROFILE), 200);
    await harness.goAway();
    assert.equal(await harness.fetchStatus(PROFILE), 200);
    await harness.comeBack();
    assert.deepEqual(await harness.callService("toast", { message: "Again" }), ["ok", undefined]);
    assert.equal(await harness.exchangeTokensHandedOut(), 1);
  },
};
