/** What can go wrong with a call: each is typed, says whether to repeat it, and keeps its cause; reads are repeated in time. */
import type { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { createPrivageClient } from "../../src/index.ts";
import {
  type Answerer,
  answer,
  createRig,
  lostAfter,
  mintFails,
  neverAnswered,
  type Rig,
} from "../support/session-rig.ts";

const PROFILE = "/v2/connect/profile";
const SETS = "/v2/connect/coupon/sets";

const isAuth = (path: string) => path.includes("auth-connect");

/** The outcome of a read and of a write that no `ref_no` protects, under the same trouble; and how often each was sent. */
const meet = async (trouble: Answerer, prepare: (rig: Rig) => void = () => {}) => {
  const rig = createRig({ random: () => 0 });
  await rig.begin();
  prepare(rig);
  rig.onCall(trouble);
  const privage = createPrivageClient(rig.session, { clock: rig.clock, random: () => 0 });
  const failureOf = (work: Promise<unknown>) =>
    rig.clock.run(
      work.then(
        () => undefined,
        (error: AddOnError) => error,
      ),
    );
  const startedAt = rig.clock.monotonic();
  const read = await failureOf(privage.profile.get({ card_no: "001" }));
  const readMs = rig.clock.monotonic() - startedAt;
  const write = await failureOf(privage.coupons.createSet({ name: "Set", type: "GENERATE", quantity: 1 }));
  return { read, readMs, reads: rig.count(PROFILE), write, writes: rig.count(SETS), rig };
};

const onApi =
  (trouble: Answerer): Answerer =>
  (path, work, signal) =>
    isAuth(path) ? work() : trouble(path, work, signal);

describe("failures of calls", () => {
  const retried: Record<string, { trouble: Answerer; code: string; cause?: RegExp; status?: number }> = {
    "no network": {
      trouble: onApi(() => {
        throw new TypeError("Failed to fetch");
      }),
      code: "UPSTREAM_UNAVAILABLE",
      cause: /Failed to fetch/,
    },
    "an answer that is lost after the work": {
      trouble: onApi((_path, work) => lostAfter(work)),
      code: "UPSTREAM_UNAVAILABLE",
      cause: /Failed to fetch/,
    },
    "an answer that is cut off": {
      trouble: onApi(() => answer(200, '{"points": 12')),
      code: "UPSTREAM_UNAVAILABLE",
      cause: /JSON/,
    },
    "a 500 in JSON": {
      trouble: onApi(() => answer(500, { statusCode: 500, message: "Internal server error" })),
      code: "UPSTREAM_UNAVAILABLE",
      status: 500,
    },
    "a 502 in HTML": {
      trouble: onApi(() => answer(502, "<html>")),
      code: "UPSTREAM_UNAVAILABLE",
      status: 502,
    },
    "a 429": { trouble: onApi(() => answer(429, {})), code: "RATE_LIMITED", status: 429 },
  };
  for (const [name, { trouble, code, cause, status }] of Object.entries(retried)) {
    it(`${name}: ${code}; a read is repeated with growing pauses within its 20 s, a write is sent once`, async () => {
      const { read, readMs, reads, write, writes } = await meet(trouble);
      expect(read).toMatchObject({ name: "AddOnError", code, retryable: true });
      expect(read?.details).toMatchObject({ sent: true, ...(status && { status }) });
      if (cause) expect(`${read?.cause}`).toMatch(cause);
      // Refused is not done; whatever else there was instead of an answer, nobody knows.
      if (status === 429) expect(write).toMatchObject({ code, retryable: true });
      else expect(write).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false, cause: { code } });
      // 0.25 + 0.75 + 2.25 + 6.75 s; the next pause of 17 s would not fit.
      expect(reads).toBe(5);
      expect(readMs).toBe(10_000);
      expect(writes).toBe(1);
    });
  }

  it("silence: CALL_TIMEOUT; a read asks again after 8 s, a write gives up after 10 s", async () => {
    const { read, readMs, reads, write, writes } = await meet(
      onApi((_path, _work, signal) => neverAnswered(signal)),
    );
    expect(read).toMatchObject({
      code: "CALL_TIMEOUT",
      retryable: true,
      details: { sent: true },
      cause: { code: "CALL_TIMEOUT" },
    });
    expect(write).toMatchObject({
      code: "OUTCOME_UNKNOWN",
      retryable: false,
      cause: { code: "CALL_TIMEOUT" },
    });
    expect(reads).toBeGreaterThan(1);
    expect(readMs).toBeLessThanOrEqual(20_000);
    expect(writes).toBe(1);
  });

  it("a refusal: UPSTREAM_REJECTED with the platform's words, not retryable, asked once", async () => {
    const { read, reads, write, writes } = await meet(
      onApi(() => answer(400, { statusCode: 400, message: ["card_no must be a string"] })),
    );
    for (const error of [read, write]) {
      expect(error).toMatchObject({
        code: "UPSTREAM_REJECTED",
        message: "card_no must be a string",
        retryable: false,
      });
    }
    expect([reads, writes]).toEqual([1, 1]);
  });

  it("429 with a Retry-After that fits is waited for; with a longer one the caller is told at once", async () => {
    const wait = async (seconds: string) => {
      let isFirst = true;
      const outcome = await meet(
        onApi((path, work) => {
          if (!path.endsWith(PROFILE) || !isFirst) return work();
          isFirst = false;
          return answer(429, {}, { "retry-after": seconds });
        }),
      );
      return { ms: outcome.readMs, code: outcome.read?.code, details: outcome.read?.details };
    };
    expect(await wait("2.5")).toEqual({ ms: 2_500, code: undefined, details: undefined });
    expect(await wait("60")).toEqual({
      ms: 0,
      code: "RATE_LIMITED",
      details: { status: 429, sent: true, retryAfterMs: 60_000 },
    });
  });

  it("no token and no host: RENEWAL_FAILED with the host's absence as its cause; nothing was sent", async () => {
    const rig: Rig = createRig({
      random: () => 0,
      askHost: (_reason, mint) =>
        rig.tokens.counts.mints ? mintFails("HOST_GONE") : Promise.resolve(mint()),
    });
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (path.endsWith("/renew-token") ? answer(401) : work()));
    const error = await rig.clock.run(rig.call().catch((each: AddOnError) => each));
    expect(error).toMatchObject({ code: "RENEWAL_FAILED", retryable: true, cause: { code: "HOST_GONE" } });
    expect(rig.session.state).toMatchObject({ status: "rebootstrapping", trouble: { code: "HOST_GONE" } });
  });

  it("a page that is offline sends nothing, tells its callers in time, and serves them when it is online", async () => {
    const rig = createRig();
    rig.page.setOnline(false);
    await rig.begin();
    const late = rig.session.fetch(PROFILE, { timeoutMs: 5_000 }).catch((each: AddOnError) => each);
    const patient = rig.session.fetch(PROFILE, { timeoutMs: 10_000 });
    await rig.clock.advance(5_000);
    expect(await late).toMatchObject({ code: "CALL_TIMEOUT", retryable: true });
    expect(rig.log).toEqual([]);
    rig.page.setOnline(true);
    expect((await rig.clock.run(patient)).status).toBe(200);
  });

  it("a caller that gives up: ABORTED, with its own reason as the cause", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall(onApi((_path, _work, signal) => neverAnswered(signal)));
    const leaving = new AbortController();
    const call = rig.session.fetch(PROFILE, { signal: leaving.signal }).catch((each: AddOnError) => each);
    await rig.clock.advance(0);
    leaving.abort(new Error("Another page was opened."));
    const error = await call;
    expect(error).toMatchObject({ code: "ABORTED", details: { sent: true } });
    expect(`${(error as AddOnError).cause}`).toContain("Another page was opened.");
  });
});
