import type { FaultOrder } from "@privage-addons/simulator";
import { launchChromium } from "../browser/chromium.ts";
import type { Bench, Table, Target } from "../harness/bench.ts";
import { openCounter } from "./counter.ts";
import type { Deed, Outcome } from "./outcome.ts";

const EFFORT = { smoke: { waves: 3 }, quick: { waves: 12 }, full: { waves: 45 } } as const;
const DEEDS_A_WAVE = 20;

/** Every kind of fault on every call of every platform: about a third of the calls is struck. */
const FAULTS: readonly FaultOrder[] = [
  { fault: "status", status: 500, rate: 0.05 },
  { fault: "status", status: 503, rate: 0.03 },
  { fault: "status", status: 429, headers: { "retry-after": "1" }, rate: 0.02 },
  { fault: "reset", rate: 0.06 },
  { fault: "commit-then-reset", rate: 0.08 },
  { fault: "truncate", rate: 0.03 },
  { fault: "malformed", rate: 0.02 },
  { fault: "slow-body", delayMs: 20, rate: 0.02 },
  { fault: "delay", delayMs: 200, rate: 0.04 },
];

/** Half of it reads, a third moves points, the rest asks the point of sale through the BFF. */
const waveOf = (wave: number): readonly Deed[] =>
  Array.from({ length: DEEDS_A_WAVE }, (_, index): Deed => {
    const turn = index % 10;
    if (turn < 5) return { kind: "read" };
    if (turn < 7) return { kind: "sales" };
    return { kind: turn < 9 ? "add" : "burn", refNo: `BENCH-${wave}-${index}` };
  });

type Written = Outcome & { readonly deed: { readonly refNo: string } };

const isWrite = (outcome: Outcome): outcome is Written => "refNo" in outcome.deed;

/** Compares what callers were told with what the platform's ledger says. */
const judge = (outcomes: readonly Outcome[], ledger: ReadonlyMap<string, number>) => {
  const writes = outcomes.filter(isWrite);
  const timesOf = ({ deed }: Written): number => ledger.get(deed.refNo) ?? 0;
  return {
    writes: writes.length,
    doubled: writes.filter((write) => timesOf(write) > 1).length,
    // "Not retryable" without "unknown" says that it did not happen, too.
    lies: writes.filter(
      (write) =>
        (write.told === "served" && timesOf(write) !== 1) ||
        ((write.told === "not carried out" || write.told === "failed") && timesOf(write) !== 0),
    ).length,
    byLedger: writes.filter(({ byLedger }) => byLedger).length,
  };
};

const share = (outcomes: readonly Outcome[], told: Outcome["told"]): number =>
  outcomes.filter((outcome) => outcome.told === told).length;

/** The whole product at a counter whose platforms fail all the time. */
export const resilience: Bench = {
  name: "resilience",
  title: "A counter whose platforms fail all the time",
  about:
    "Management Site, add-on and BFF in Chromium over simulated Privage and Partner platforms, each of whose calls is struck by a fault with " +
    "a probability of about a third: errors, resets before and after the work, cut and garbled bodies, delays; token endpoints included. " +
    "Twenty calls at once, wave after wave; access tokens expire unannounced, and the frame is opened anew now and then. In the end the " +
    "callers' answers are compared with the platform's ledger.",
  run: async ({ effort, say }) => {
    const { waves } = EFFORT[effort];
    const browser = await launchChromium();
    const counter = await openCounter(browser);
    try {
      const outcomes: Outcome[] = [];
      let sessionsLost = 0;
      await counter.arm(FAULTS);
      for (let wave = 0; wave < waves; wave++) {
        if (wave % 3 === 1) await counter.expireAccessTokens();
        if (wave % 15 === 14) await counter.reloadFrame();
        outcomes.push(...(await counter.carryOut(waveOf(wave))));
        if ((await counter.sessionStatus()) === "ended") sessionsLost++;
        if (wave % 10 === 9) say(`${wave + 1} of ${waves} waves`);
      }
      await counter.disarm();
      const faults = await counter.faultsInjected();
      // Calm again: whoever still has a session is served.
      const calm = await counter.carryOut([{ kind: "read" }, { kind: "sales" }]);
      const tokensLost = sessionsLost + calm.filter(({ told }) => told !== "served").length;
      const reads = outcomes.filter((outcome) => !isWrite(outcome));
      const { writes, doubled, lies, byLedger } = judge(outcomes, await counter.ledger());

      const count = (key: string, label: string, value: number) => ({
        key,
        label,
        ours: true,
        cells: { value },
      });
      const codes = [...new Set(outcomes.flatMap(({ code }) => code ?? []))].map((code) =>
        count(`code-${code}`, `told ${code}`, outcomes.filter((outcome) => outcome.code === code).length),
      );
      const table: Table = {
        key: "report",
        title: "Report",
        columns: [{ key: "value", label: "times" }],
        rows: [
          count("calls", "calls made by the interface", outcomes.length),
          count("faults", "faults injected into platform calls", faults),
          count("served", "calls served all the same", share(outcomes, "served")),
          count("byLedger", "of these, writes whose lost answer was found in the ledger", byLedger),
          count("notCarriedOut", "writes told to be not carried out", share(outcomes, "not carried out")),
          count("unknown", "writes told to be unknown", share(outcomes, "unknown")),
          count("failed", "reads that failed within their deadline", share(reads, "failed")),
          count(
            "failedWrites",
            "writes that failed for good, and did not happen",
            share(outcomes.filter(isWrite), "failed"),
          ),
          count("writes", "writes in all", writes),
          count("doubled", "writes doubled", doubled),
          count("lies", "writes whose caller was told a lie", lies),
          count("tokensLost", "sessions and tokens lost", tokensLost),
          ...codes,
        ],
      };
      const none = (key: string, says: string, measured: number): Target => ({
        key,
        says,
        comparison: "exactly",
        limit: 0,
        measured,
      });
      return {
        tables: [table],
        targets: [
          none("doubled", "writes doubled", doubled),
          none("lies", "writes whose caller was told a lie", lies),
          none("tokens-lost", "sessions and tokens lost", tokensLost),
        ],
      };
    } finally {
      await counter.close();
      await browser.close();
    }
  },
};
