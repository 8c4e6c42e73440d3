import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Addresses of a running demo, as `DEMO READY` prints them. */
export interface DemoUrls {
  readonly managementSite: string;
  readonly addOn: string;
  readonly bff: string;
  readonly privage: string;
  readonly partner: string;
  readonly haravan: string;
}

export interface DemoStack {
  readonly urls: DemoUrls;
  stop(): Promise<void>;
}

const ROOT = resolve(fileURLToPath(import.meta.url), "../..");
/** A backstop: it builds two apps first, and a busy machine takes its time. */
const READY_WITHIN_MS = 300_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer();
    server.once("error", () => answer(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => answer(true)));
  });

/** A base below the range from which the system gives out ports by itself, with eight free ports from there on. */
const freePortBase = async (workerIndex: number): Promise<number> => {
  for (let base = 20_000 + (workerIndex % 100) * 100; base < 32_000; base += 10) {
    const free = await Promise.all([0, 2, 3, 5, 6, 7].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error("No free ports for the demo between 20000 and 32000.");
};

/** Runs the demo as anyone would, on ports of its own, and waits for its `DEMO READY` line. */
export const startDemo = async (workerIndex: number): Promise<DemoStack> => {
  const child = spawn("npm", ["run", "--silent", "demo"], {
    cwd: ROOT,
    env: { ...process.env, PORT_BASE: String(await freePortBase(workerIndex)) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // its own process group, so that stopping it stops all of it
  });
  let output = "";
  const urls = await new Promise<DemoUrls>((ready, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`The demo was not ready in time:\n${output}`)),
      READY_WITHIN_MS,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const line = /^DEMO READY (\{.*\})$/m.exec(output);
      if (!line?.[1]) return;
      clearTimeout(timer);
      ready(JSON.parse(line[1]) as DemoUrls);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => {
      clearTimeout(timer);
      fail(new Error(`The demo ended before it was ready:\n${output}`));
    });
  });
  return {
    urls,
    stop: async () => {
      const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
      if (hasEnded() || child.pid === undefined) return;
      const ended = once(child, "exit");
      process.kill(-child.pid, "SIGTERM");
      await Promise.race([ended, delay(5_000, undefined, { ref: false })]);
      if (!hasEnded()) process.kill(-child.pid, "SIGKILL");
    },
  };
};
