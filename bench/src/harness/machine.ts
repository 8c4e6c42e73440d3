import { cpus, loadavg, release, totalmem, uptime } from "node:os";

/** Where a result was measured. Names no host, user or path. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run during the minute before the start; more than a few tenths means noise. */
  readonly loadBefore: number;
  /** ISO 8601, to the minute: tells a machine from another of the same kind. Older results lack it. */
  readonly upSince?: string;
}

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${release().split("-")[0]} ${process.arch}`,
  node: process.version,
  loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  upSince: `${new Date(Date.now() - uptime() * 1000).toISOString().slice(0, 16)}Z`,
});

/** A clock that was set meanwhile moves the start by less than a machine needs to start. */
const SAME_START_MS = 120_000;

/** Whether it is the same machine, and was not started anew between. */
export const isSameMachine = (a: Machine, b: Machine): boolean =>
  Math.abs(Date.parse(a.upSince ?? "") - Date.parse(b.upSince ?? "")) < SAME_START_MS;
