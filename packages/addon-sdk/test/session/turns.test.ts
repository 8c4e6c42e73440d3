import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTurns } from "../../src/session/turns.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { createRig, neverAnswered, type Rig } from "../support/session-rig.ts";

const AT_ONCE = 256;
const WAITING = 44;

const outcomeOf = (work: Promise<Response>) =>
  work.then(
    ({ status }) => ({ status }),
    (error: { code: string; details?: object }) => ({ code: error.code, ...error.details }),
  );

/** A session with as many calls open as may be, none of them answered before `answerAll`. */
const createFullRig = async (): Promise<Rig & { readonly answerAll: () => void }> => {
  const rig = createRig();
  await rig.begin();
  let answerAll = () => {};
  const all = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  rig.onCall(async (_path, work) => {
    await all;
    return work();
  });
  for (let call = 0; call < AT_ONCE; call++) void rig.call(`/v2/first/${call}`);
  await rig.clock.advance(0);
  return { ...rig, answerAll };
};

describe("calls that wait their turn", BACKSTOP, () => {
  it("opens 256 requests at once and sends the rest in the order in which they were made", async () => {
    const rig = await createFullRig();
    const rest = Array.from({ length: WAITING }, (_, call) => rig.call(`/v2/then/${call}`));
    await rig.clock.advance(0);
    expect(rig.count("/v2/first/255")).toBe(1);
    expect(rig.log.some((path) => path.startsWith("/v2/then"))).toBe(false);
    rig.answerAll();
    for (const response of await rig.clock.run(Promise.all(rest))) expect(response.status).toBe(200);
    expect(rig.log.filter((path) => path.startsWith("/v2/then"))).toEqual(
      rest.map((_, call) => `/v2/then/${call}`),
    );
  });

  it("lets a call go that is aborted, or whose time is up, before its turn: it was not sent", async () => {
    const rig = await createFullRig();
    const leaving = new AbortController();
    const aborted = outcomeOf(rig.session.fetch("/v2/aborted", { signal: leaving.signal }));
    const late = outcomeOf(rig.session.fetch("/v2/late", { timeoutMs: 3_000 }));
    const gone = outcomeOf(rig.session.fetch("/v2/gone", { signal: AbortSignal.abort() }));
    const patient = outcomeOf(rig.session.fetch("/v2/patient"));
    leaving.abort();
    await rig.clock.advance(3_000);
    expect(await Promise.all([aborted, late, gone])).toEqual([
      { code: "ABORTED", sent: false },
      { code: "CALL_TIMEOUT" },
      { code: "ABORTED", sent: false },
    ]);
    rig.answerAll();
    expect(await rig.clock.run(patient)).toEqual({ status: 200 });
    expect(rig.log.filter((path) => /aborted|late|gone/.test(path))).toEqual([]);
  });

  it("settles who waits with SESSION_ENDED when the session ends, and sends nothing after that", async () => {
    const rig = await createFullRig();
    const waiting = Array.from({ length: WAITING }, () => outcomeOf(rig.call("/v2/waiting")));
    await rig.clock.advance(0);
    rig.end("logout");
    for (const outcome of await Promise.all(waiting))
      expect(outcome).toEqual({ code: "SESSION_ENDED", reason: "logout" });
    rig.answerAll();
    await rig.clock.advance(0);
    expect(rig.count("/v2/waiting")).toBe(0);
  });

  it("a turn is over when the headers are there: bodies that nobody reads hold nothing up", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall(() => new Response(new ReadableStream()));
    const calls = Array.from({ length: 3 * AT_ONCE }, () => rig.call());
    for (const response of await rig.clock.run(Promise.all(calls))) expect(response.status).toBe(200);
  });

  it("calls that have a turn and wait for a token hold no renewal up, and calls that fail give theirs back", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    const calls = Array.from({ length: 3 * AT_ONCE }, () => rig.call());
    for (const response of await rig.clock.run(Promise.all(calls))) expect(response.status).toBe(200);
    expect(rig.tokens.counts.renewals).toBe(1);
    rig.onCall((_path, _work, signal) => neverAnswered(signal));
    const silent = Array.from({ length: AT_ONCE }, () =>
      outcomeOf(rig.session.fetch("/v2/silent", { timeoutMs: 1_000 })),
    );
    await rig.clock.advance(1_000);
    for (const outcome of await Promise.all(silent)) {
      expect(outcome).toEqual({ code: "CALL_TIMEOUT", sent: true });
    }
    rig.onCall((_path, work) => work());
    expect(await rig.clock.run(outcomeOf(rig.call()))).toEqual({ status: 200 });
  });

  it("whatever comes, goes and gives up, no turn is lost and none is given twice", async () => {
    const steps = fc.array(fc.constantFrom("come", "end", "give up"), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), steps, async (atOnce, sequence) => {
        const inTurn = createTurns(atOnce);
        const patient: AbortController[] = [];
        const running: (() => void)[] = [];
        for (const step of sequence) {
          if (step === "come") {
            const controller = new AbortController();
            patient.push(controller);
            const leave = () => void patient.splice(patient.indexOf(controller), 1);
            inTurn(controller.signal, () => {
              leave();
              return new Promise<void>((end) => running.push(end));
            }).catch(leave);
          } else if (step === "end") running.shift()?.();
          else patient.at(-1)?.abort();
          await new Promise((resolve) => setImmediate(resolve));
          expect(running.length).toBeLessThanOrEqual(atOnce);
          expect(patient.length === 0 || running.length === atOnce).toBe(true);
        }
      }),
    );
  });
});
