/** What every host is to an add-on, whether it is real or the testing kit's. Each suite runs it over its own harness. */
import { strict as assert } from "node:assert";

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
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  exchangeTokensHandedOut(): Promise<number>;
  disconnect(): Promise<void>;
}

export interface ContractCase {
  readonly name: string;
  readonly run: (harness: BridgeHarness) => Promise<void>;
}

const PROFILE = "/v2/connect/profile?card_no=001";

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
      assert.equal(await harness.locale(), "vi-VN");
      assert.equal(await harness.path(), "/members/42");
      assert.deepEqual(await harness.paths(), ["/members/42"]);
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
