import { useEffect } from "react";
import { useStore } from "zustand";
import type { FaultControl } from "./fault-control.ts";

const POLL_MS = 1_500;

/** What is armed and what the last press did; the simulators are asked again while anything is armed. */
export const useFaults = (control: FaultControl) => {
  const { armed, notice } = useStore(control.store);
  const isAnyArmed = Object.values(armed).some((faults) => faults.size > 0);
  useEffect(() => {
    void control.look();
  }, [control]);
  useEffect(() => {
    if (!isAnyArmed) return;
    const timer = setInterval(() => void control.look(), POLL_MS);
    return () => clearInterval(timer);
  }, [control, isAnyArmed]);
  return { armed, notice };
};
