/** Writes against the real simulator, by real HTTP, counted in its ledger. */
import { isAddOnError } from "@privage-addons/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrivageClient, type PrivageClient } from "../../src/index.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { hastyClock, type SimulatorRig, startSimulatorRig } from "../support/simulator-rig.ts";

const WRITES = 500;
const AT_ONCE = 50;

let rig: SimulatorRig;
let privage: PrivageClient;

beforeAll(async () => {
  // Hanging calls are given up after a tenth of the time. A busy machine's late answers are too, and must be told truly as well.
  rig = await startSimulatorRig({ transactions: 500 }, hastyClock(10));
  privage = createPrivageClient(rig.session, { clock: rig.clock, refNoPrefix: "T-" });
  await privage.points.add({ card_no: "001", method: 2, points: 10_000 });
});
afterAll(() => rig.close());

/** What a caller was told in the end. */
type Told = "committed" | "not committed";

const isInLedger = async (refNo: string): Promise<boolean> => {
  for (;;) {
    try {
      for await (const { ref_no } of privage.transactions.iterate()) if (ref_no === refNo) return true;
      return false;
    } catch (error) {
      // The faults strike reads too; all else, such as a session that is over, ends the search.
      if (!isAddOnError(error) || !error.retryable) throw error;
    }
  }
};

/** A caller who repeats what may be repeated, with the same `ref_no`, and looks before repeating what is not known. */
const write = async (index: number): Promise<{ refNo: string; told: Told }> => {
  const refNo = `W-${index}`;
  for (;;) {
    try {
      const member = { card_no: "001", ref_no: refNo };
      if (index % 2) await privage.points.burn({ ...member, points: 1 });
      else await privage.points.add({ ...member, method: 2, points: 1 });
      return { refNo, told: "committed" };
    } catch (error) {
      if (!isAddOnError(error)) throw error;
      const isUnknown = error.code === "OUTCOME_UNKNOWN";
      if (isUnknown && (await isInLedger(refNo))) return { refNo, told: "committed" };
      if (!isUnknown && !error.retryable) return { refNo, told: "not committed" };
    }
  }
};

describe("exactly-once writes", BACKSTOP, () => {
  it("rule 9: 500 burns and adds under 40 % of faults are in the ledger exactly once, and every caller is told the truth", async () => {
    for (const fault of ["reset", "commit-then-reset", "hang", "slow-body", "status"]) {
      const order = {
        match: { path: "/v2/connect/*" },
        fault,
        rate: 0.1,
        ...(fault === "status" && { status: 500 }),
      };
      await rig.control("/_sim/faults", order);
    }
    const told = new Map<string, Told>();
    const queue = Array.from({ length: WRITES }, (_, index) => index);
    const worker = async () => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const result = await write(index);
        told.set(result.refNo, result.told);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    const counts = new Map<string, number>();
    for (const { ref_no } of await rig.ledger()) {
      if (ref_no?.startsWith("W-")) counts.set(ref_no, (counts.get(ref_no) ?? 0) + 1);
    }
    const twice = [...counts].filter(([, count]) => count > 1);
    expect(twice).toEqual([]);
    const lies = [...told].filter(([refNo, what]) => {
      const isThere = counts.has(refNo);
      return (what === "committed" && !isThere) || (what === "not committed" && isThere);
    });
    expect(lies).toEqual([]);
    const committed = [...told.values()].filter((what) => what === "committed").length;
    expect(committed).toBe(WRITES);
    expect(counts.size).toBe(WRITES);
    const struck = (await rig.requests()).filter(({ status }) => status !== 200 && status !== 201).length;
    expect(struck).toBeGreaterThan(WRITES / 5);
  });
});
