import { readFileSync } from "node:fs";
import type { Usage } from "./child.ts";

/** The kernel counts CPU time in ticks of a hundredth of a second on every Linux that Node supports. */
const MICROSECONDS_PER_TICK = 10_000;
const PAGE_BYTES = 4096;

/** Whether {@link processUsage} works here: it reads Linux's /proc. */
export const KNOWS_PROCESSES = process.platform === "linux";

/** The most memory that a process ever had resident, in bytes, since it started: the kernel's high-water mark. */
export const peakResidentBytes = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** CPU time and memory of processes that are not ours to ask. */
export const processUsage = (pids: readonly number[]): Usage => {
  const stats = pids.map((pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []);
  const sum = (read: (fields: readonly string[]) => number) =>
    stats.reduce((all, fields) => all + read(fields), 0);
  return {
    cpuMicroseconds: sum((fields) => (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK),
    residentBytes: sum((fields) => Number(fields[21]) * PAGE_BYTES),
  };
};
