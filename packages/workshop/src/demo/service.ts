import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** Something the demo started and can stop. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

interface StartingProcess {
  readonly name: string;
  readonly child: ChildProcess;
  readonly url: string;
  /** Answers 2xx once the process is ready. */
  readonly path: string;
}

const READY_WITHIN_MS = 60_000;
const KEEP_OUTPUT_CHARACTERS = 8_000;

/** Waits until a started process answers. Rejects with its output when it ends or stays silent. */
export const becomesReady = async ({ name, child, url, path }: StartingProcess): Promise<Service> => {
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEEP_OUTPUT_CHARACTERS);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url + path))) {
    if (hasEnded()) throw new Error(`The ${name} ended before it was ready:\n${output}`);
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`The ${name} was not ready within ${READY_WITHIN_MS / 1000} s:\n${output}`);
    }
    await delay(50);
  }
  return {
    url,
    stop: async () => {
      if (hasEnded()) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await Promise.race([ended, delay(3_000, undefined, { ref: false })]);
      if (!hasEnded()) child.kill("SIGKILL");
    },
  };
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};
