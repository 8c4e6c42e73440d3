/** The inspector's memory: the last events of every add-on on the page, in the order they arrived. */
import type { HostEvent } from "@privage-addons/host-bridge";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Slot } from "../add-ons/frames.ts";
import type { FaultName, Platform } from "./faults/fault-names.ts";
import { type Lease, NO_LEASE, nextLease } from "./lease.ts";
import { type FaultEntry, type LogEntry, toLogEntry } from "./log-entry.ts";

interface TimelineState {
  /** Oldest first, at most {@link CAPACITY}. */
  readonly entries: readonly LogEntry[];
  /** The session of each add-on; it outlives the entries that told of it, which are cleared or dropped. */
  readonly leases: Readonly<Record<Slot, Lease>>;
}

export interface Timeline {
  readonly store: StoreApi<TimelineState>;
  record(event: HostEvent, slot: Slot): void;
  recordFault(platform: Platform, fault: FaultName, outcome: FaultEntry["outcome"]): void;
  clear(): void;
}

export const CAPACITY = 500;

export const createTimeline = (now: () => number = Date.now): Timeline => {
  const store = createStore<TimelineState>(() => ({
    entries: [],
    leases: { main: NO_LEASE, beside: NO_LEASE },
  }));
  let lastId = 0;
  const add = (entry: LogEntry | undefined) => {
    if (!entry) return;
    store.setState(({ entries, leases }) => ({
      entries: [...entries, entry].slice(-CAPACITY),
      leases: { ...leases, [entry.slot]: nextLease(leases[entry.slot], entry) },
    }));
  };
  return {
    store,
    record: (event, slot) => add(toLogEntry(event, slot, ++lastId)),
    recordFault: (platform, fault, outcome) =>
      add({ kind: "fault", id: ++lastId, slot: "main", at: now(), platform, fault, outcome }),
    clear: () => store.setState({ entries: [] }),
  };
};
