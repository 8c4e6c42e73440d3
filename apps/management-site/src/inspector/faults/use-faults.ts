import { useCallback, useEffect, useMemo, useState } from "react";
import { useSite } from "../../site/site-context.ts";
import type { FaultName } from "./fault-names.ts";
import { createSimulatorFaults } from "./simulator-faults.ts";

const POLL_MS = 1_500;

/** The outcome of the last press. */
export interface FaultNotice {
  readonly fault: FaultName;
  readonly outcome: "on" | "off" | "refused";
}

/** Which faults are armed, followed while any is, and how to switch them. */
export const useFaults = () => {
  const { config, timeline } = useSite();
  const faults = useMemo(() => createSimulatorFaults(config.privageBaseUrl), [config]);
  const [armed, setArmed] = useState<ReadonlySet<FaultName>>(new Set());
  const [notice, setNotice] = useState<FaultNotice>();

  const look = useCallback(
    () =>
      faults.armed().then(
        (found) => setArmed((before) => (sameSet(before, found) ? before : found)),
        () => setArmed(new Set()),
      ),
    [faults],
  );
  useEffect(() => {
    void look();
  }, [look]);
  useEffect(() => {
    if (armed.size === 0) return;
    const timer = setInterval(() => void look(), POLL_MS);
    return () => clearInterval(timer);
  }, [look, armed]);

  const press = useCallback(
    async (fault: FaultName, on: boolean) => {
      let outcome: FaultNotice["outcome"] = on ? "on" : "off";
      try {
        await (on ? faults.switchOn(fault) : faults.switchOff(fault));
      } catch {
        outcome = "refused";
      }
      timeline.recordFault(fault, outcome);
      setNotice({ fault, outcome });
      await look();
    },
    [faults, timeline, look],
  );
  return { armed, notice, press };
};

const sameSet = (a: ReadonlySet<FaultName>, b: ReadonlySet<FaultName>) =>
  a.size === b.size && [...a].every((name) => b.has(name));
