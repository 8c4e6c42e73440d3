import { xoroshiro128plus } from "pure-rand/generator/XoroShiro";
import type { FaultOrder } from "./fault.ts";

/** A fault that is armed. */
interface ArmedFault extends FaultOrder {
  readonly id: number;
  /** How often it struck. */
  readonly struck: number;
}

export interface FaultRegistry {
  readonly arm: (order: FaultOrder) => ArmedFault;
  readonly list: () => readonly ArmedFault[];
  /** Removes one, or all; tells how many there were. */
  readonly clear: (id?: number) => number;
  /** The fault that strikes this call, if any; the oldest first. Counts the strike. */
  readonly strike: (method: string, paths: readonly string[]) => FaultOrder | undefined;
  readonly reset: () => void;
}

const SPECIAL = /[.+?^${}()|[\]\\]/g;

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(SPECIAL, "\\$&").replaceAll("*", ".*")}$`);

/** Keeps the armed faults of one server. `rate` draws from the seed, so that a run can be repeated. */
export const createFaultRegistry = (seed: number): FaultRegistry => {
  interface Entry {
    fault: ArmedFault;
    readonly pattern: RegExp | undefined;
  }
  let entries: Entry[] = [];
  let lastId = 0;
  let random = xoroshiro128plus(seed);
  const draw = () => (random.unsafeNext() >>> 0) / 2 ** 32;

  return {
    arm: (order) => {
      lastId += 1;
      const fault = { ...order, id: lastId, struck: 0 };
      entries.push({
        fault,
        pattern: order.match?.path === undefined ? undefined : patternOf(order.match.path),
      });
      return fault;
    },
    list: () => entries.map(({ fault }) => fault),
    clear: (id) => {
      const before = entries.length;
      entries = id === undefined ? [] : entries.filter(({ fault }) => fault.id !== id);
      return before - entries.length;
    },
    strike: (method, paths) => {
      for (const entry of entries) {
        const { fault, pattern } = entry;
        const wanted = fault.match?.method?.toUpperCase();
        if (wanted !== undefined && wanted !== method) continue;
        if (pattern && !paths.some((path) => pattern.test(path))) continue;
        if (fault.rate !== undefined && draw() >= fault.rate) continue;
        entry.fault = { ...fault, struck: fault.struck + 1 };
        if (fault.times !== undefined && entry.fault.struck >= fault.times) {
          entries = entries.filter((other) => other !== entry);
        }
        return entry.fault;
      }
      return undefined;
    },
    reset: () => {
      entries = [];
      random = xoroshiro128plus(seed);
    },
  };
};
