import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Run {
  /** A folder of this run's own, gone with it. */
  readonly folder: string;
  /** What is to be stopped in the end; the last one first. */
  readonly keep: (stop: () => Promise<unknown>) => void;
}

/** Runs until Ctrl-C, a kill, or the end of whoever started it. When `start` fails, its sentence is all that is printed. */
export const runUntilStopped = async (start: (run: Run) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "privage-demo-"));
  const stops: (() => Promise<unknown>)[] = [];
  let isStopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await Promise.allSettled(stops.reverse().map((each) => each()));
    rmSync(folder, { recursive: true, force: true });
    process.exit(exitCode);
  };
  process.on("SIGINT", () => void stop(0));
  process.on("SIGTERM", () => void stop(0));
  // The bootstrap died without a word: nobody is left to press Ctrl-C.
  process.on("disconnect", () => void stop(0));
  try {
    await start({ folder, keep: (each) => stops.push(each) });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
};
