/** The BFF as an operator has it: its package, built, packed and installed, and `privage-bff serve` in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createPackedProject } from "@privage-addons/test-support/packed-project";
import { freePort } from "../network/free-port.ts";
import type { Effort } from "./bench.ts";
import { KNOWS_PROCESSES, peakResidentBytes, processUsage } from "./process-usage.ts";

export interface InstalledBff {
  /** The command itself, to be run as it is. */
  readonly command: string;
  remove(): void;
}

const IN_REPOSITORY = fileURLToPath(new URL("../../../packages/bff/bin/privage-bff.mjs", import.meta.url));

/** Installs it in a folder of its own; a smoke run is content with the repository's, which runs from source. */
export const installBff = (effort: Effort): InstalledBff => {
  if (effort === "smoke") return { command: IN_REPOSITORY, remove: () => {} };
  const { folder, remove } = createPackedProject("bff");
  return { command: join(folder, "node_modules/.bin/privage-bff"), remove };
};

export interface BffProcess {
  readonly port: number;
  /** From the process's first moment to the first 200 of `/readyz`. */
  readonly startMs: number;
  /** MB right now; null where the system does not tell. */
  memory(): number | null;
  /** MB at most since the start; null likewise. */
  peakMemory(): number | null;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 5;

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

/** Starts `privage-bff serve`, its log to the null device. Rejects when it does not get ready. */
export const startInstalledBff = async (
  { command }: InstalledBff,
  env: Readonly<Record<string, string>>,
): Promise<BffProcess> => {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(command, ["serve"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      NODE_ENV: "production",
      PORT: String(port),
      ...env,
    },
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - startedAt > READY_WITHIN_MS) {
      child.kill("SIGKILL");
      throw new Error(`privage-bff serve did not get ready (exit code ${child.exitCode}).`);
    }
    await delay(LOOK_EVERY_MS);
  }
  const pid = child.pid ?? 0;
  return {
    port,
    startMs: performance.now() - startedAt,
    memory: () => (KNOWS_PROCESSES ? processUsage([pid]).residentBytes / 1e6 : null),
    peakMemory: () => (KNOWS_PROCESSES ? peakResidentBytes(pid) / 1e6 : null),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
};
