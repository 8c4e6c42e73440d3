/** Points over the fake Privage, where an answer is lost, cut short or empty: the ledger decides what the caller is told. */
import type { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { createPrivageClient } from "../src/index.ts";
import { createFakeHost, type FakeHost } from "../src/testing/index.ts";

type Fetch = typeof globalThis.fetch;

/** A client whose writes go through `trouble`; all else is answered as ever. */
const meet = async (trouble: (platform: Fetch, host: FakeHost) => Fetch) => {
  const host = createFakeHost();
  const platform = host.privage.fetch;
  const troubled = trouble(platform, host);
  const addOn = await host.connect({
    fetch: (input, init) =>
      /points|sets/.test(String(input)) ? troubled(input, init) : platform(input, init),
  });
  return { host, privage: createPrivageClient(addOn.session, host) };
};

const ADD = { card_no: "001", method: 2, points: 7, ref_no: "R-1" } as const;
const told = (work: Promise<object>) => work.catch((error: AddOnError) => error.toData());
const movements = async ({ host, privage }: Awaited<ReturnType<typeof meet>>) =>
  (await host.clock.run(privage.transactions.list())).data.map(({ ref_no }) => ref_no);

/** The work is done and the head is sent; the body never comes. */
const hangingBody =
  (platform: Fetch): Fetch =>
  async (input, init) => {
    await platform(input, init);
    const body = new ReadableStream({
      start: (controller) =>
        init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason)),
    });
    return new Response(body, { status: 201 });
  };

describe("rule 9: a write whose answer stops after its head", () => {
  it("is found in the ledger when the deadline passes while the body is read", async () => {
    const met = await meet(hangingBody);
    expect(await met.host.clock.run(told(met.privage.points.add(ADD)))).toMatchObject({
      confirmedBy: "ledger",
      ref_no: "R-1",
    });
    expect(await movements(met)).toEqual(["R-1"]);
  });

  it("is OUTCOME_UNKNOWN when the session ends while the body is read", async () => {
    const { host, privage } = await meet(hangingBody);
    const add = told(privage.points.add(ADD));
    await host.clock.advance(10);
    await host.endSession("logout");
    expect(await host.clock.run(add)).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false });
  });

  it("is OUTCOME_UNKNOWN when no ref_no finds it", async () => {
    const { host, privage } = await meet(hangingBody);
    const set = privage.coupons.createSet({ name: "Set", type: "GENERATE", quantity: 1 });
    expect(await host.clock.run(told(set))).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false });
  });
});

describe("rule 9: a write that the platform carries out after its connection is gone", () => {
  const lateBy =
    (ms: number) =>
    (platform: Fetch, { clock }: FakeHost): Fetch => {
      let sends = 0;
      return async (input, { signal: _, ...init } = {}) => {
        if (sends++) return platform(input, init);
        clock.setTimer(() => void platform(input, init), ms);
        throw new TypeError("Failed to fetch");
      };
    };

  it("7 s later is found, and moves the points once", async () => {
    const met = await meet(lateBy(7_000));
    expect(await met.host.clock.run(told(met.privage.points.add(ADD)))).toMatchObject({
      confirmedBy: "ledger",
    });
    expect(await movements(met)).toEqual(["R-1"]);
  });

  it("after it was sent again is told as being there twice, with the `ref_no` to find both by", async () => {
    const met = await meet((platform) => {
      let late: (() => Promise<unknown>) | undefined;
      return async (input, { signal: _, ...init } = {}) => {
        await late?.();
        if (late) return platform(input, init);
        late = () => platform(input, init);
        throw new TypeError("Failed to fetch");
      };
    });
    expect(await met.host.clock.run(told(met.privage.points.add(ADD)))).toMatchObject({
      ...{ code: "OUTCOME_UNKNOWN", retryable: false, details: { name: "R-1", times: 2 } },
    });
    expect(await movements(met)).toEqual(["R-1", "R-1"]);
  });
});

describe("rule 9: a success that says nothing", () => {
  const BODIES = ["", "null", "{}", "[]", '"ok"', '{"message":"Points added"}'];

  for (const isDone of [true, false]) {
    it(`is ${isDone ? "a result only by the ledger" : "no result when the ledger has nothing"}`, async () => {
      for (const body of BODIES) {
        const { host, privage } = await meet((platform) => async (input, init) => {
          if (isDone) await platform(input, init);
          return new Response(body, { status: 200 });
        });
        const outcome = await host.clock.run(told(privage.points.add(ADD)));
        expect(outcome, body).toMatchObject(
          isDone
            ? { confirmedBy: "ledger", balance: "1257.5" }
            : { code: "UPSTREAM_UNAVAILABLE", retryable: true, details: { committed: false } },
        );
      }
    });
  }
});

describe("a write that its caller gave up before it was sent", () => {
  it("is ABORTED and retryable, with the caller's reason as the cause", async () => {
    const { host, privage } = await meet((platform) => platform);
    const reason = new Error("Another page was opened.");
    const add = privage.points.add(ADD, { signal: AbortSignal.abort(reason) });
    const error = await host.clock.run(add.catch((each: unknown) => each));
    expect(error).toMatchObject({ name: "AddOnError", code: "ABORTED", retryable: true, cause: reason });
    expect(host.privage.requests).not.toContain("POST /v2/connect/add/points");
  });
});
