import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { writeOnce } from "../src/privage/exactly-once.ts";
import { createVirtualClock } from "../src/testing/index.ts";

const failure = (
  code: "INTERNAL" | "UPSTREAM_UNAVAILABLE" | "UPSTREAM_REJECTED",
  details: Record<string, number | boolean>,
) => new AddOnError(code, "As told.", { details });

const write = async (error: AddOnError, found: object | undefined) => {
  const clock = createVirtualClock();
  const counts = { sends: 0, looks: 0 };
  const work = writeOnce<object>({
    clock,
    name: "REF-1",
    send: () => {
      counts.sends++;
      return Promise.reject(error);
    },
    lookUp: () => {
      counts.looks++;
      return Promise.resolve(found);
    },
  });
  const outcome = await clock.run(
    work.then(
      (value) => value,
      (reason: AddOnError) => reason.toData(),
    ),
  );
  return { ...counts, outcome };
};

describe("rule 9: a write whose answer is missing", () => {
  it("is looked up after any 5xx, whatever its code, and never repeated unseen", async () => {
    for (const code of ["INTERNAL", "UPSTREAM_UNAVAILABLE"] as const) {
      const { sends, looks, outcome } = await write(failure(code, { sent: true, status: 502 }), { id: "1" });
      expect({ sends, looks }).toEqual({ sends: 1, looks: 1 });
      expect(outcome).toEqual({ id: "1", confirmedBy: "ledger" });
    }
  });

  it("is repeated only after several looks found nothing, and then said to be safe to repeat", async () => {
    // The longer the platform may still be at work, the longer it is looked for.
    for (const [details, looks] of [
      [{ status: 500 }, 12],
      [{ status: 503 }, 12],
      [{ status: 502 }, 16],
      [{ status: 524 }, 16],
      [{}, 16],
    ] as const) {
      const lost = failure("UPSTREAM_UNAVAILABLE", { sent: true, ...details });
      const written = await write(lost, undefined);
      expect(written).toMatchObject({ sends: 4, looks });
      expect(written.outcome).toMatchObject({
        retryable: true,
        details: { name: "REF-1", committed: false },
      });
    }
  });

  it("is looked up once more when its repeat is refused: the write it repeats may have taken the points meanwhile", async () => {
    const clock = createVirtualClock();
    const refusal = failure("UPSTREAM_REJECTED", { sent: true, status: 400 });
    const answers = [failure("UPSTREAM_UNAVAILABLE", { sent: true, status: 503 }), refusal];
    for (const isThere of [true, false]) {
      let sends = 0;
      const work = writeOnce<object>({
        clock,
        name: "REF-1",
        send: () => Promise.reject(answers[sends++]),
        lookUp: () => Promise.resolve(sends === 2 && isThere ? { id: "1" } : undefined),
      });
      const outcome = await clock.run(work.catch((error: unknown) => error));
      expect(outcome).toEqual(isThere ? { id: "1", confirmedBy: "ledger" } : refusal);
    }
  });

  it("is looked for over 15 s when the platform may still be at work: after a timeout, a lost connection, a gateway's word", async () => {
    const slow = [{ status: 504 }, { status: 502 }, { status: 408 }, {}].map((details) => ({
      ...details,
      sent: true,
    }));
    for (const details of slow) {
      const clock = createVirtualClock();
      const code = "status" in details ? "UPSTREAM_UNAVAILABLE" : "CALL_TIMEOUT";
      const startedAt = clock.now();
      let sends = 0;
      const work = writeOnce<object>({
        clock,
        name: "REF-1",
        send: () => {
          sends++;
          return Promise.reject(new AddOnError(code, "Late.", { details }));
        },
        lookUp: () => Promise.resolve(clock.now() - startedAt >= 15_000 ? { id: "1" } : undefined),
      });
      expect(await clock.run(work)).toEqual({ id: "1", confirmedBy: "ledger" });
      expect(sends).toBe(1);
    }
  });

  it("is neither looked up nor repeated when the platform refused, or when it was never sent", async () => {
    for (const details of [{ sent: true, status: 400 }, { sent: true, status: 429 }, { sent: false }]) {
      const { sends, looks } = await write(failure("UPSTREAM_REJECTED", details), undefined);
      expect({ sends, looks }).toEqual({ sends: 1, looks: 0 });
    }
  });
});
