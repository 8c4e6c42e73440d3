import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** CPU and memory of a server's process since it started. */
export interface Usage {
  readonly cpuMicroseconds: number;
  /** Bytes. */
  readonly residentBytes: number;
}

/** A server under test, alone in its process. */
export interface ServerProcess {
  readonly port: number;
  usage(): Promise<Usage>;
  /** Asks the server something of its own, about something of which JSON can tell; see {@link answerParent}. */
  ask(question: string, about?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

interface Ready {
  readonly port: number;
}

const READY_WITHIN_MS = 30_000;

const SOURCES = new URL("../", import.meta.url);

/**
 * Forks a script of bench/src, or of a `file:` URL, that calls {@link answerParent}, Node's own flags before it; resolves once it
 * listens.
 */
export const startServer = async (
  script: string,
  config: unknown = {},
  flags: readonly string[] = [],
): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(new URL(script, SOURCES)), [], {
    execArgv: ["--conditions=@privage-addons/source", ...flags],
    env: { ...process.env, NODE_ENV: "production", BENCH_CONFIG: JSON.stringify(config) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ask = questions(child);
  const { port } = (await Promise.race([
    once(child, "message", { signal: AbortSignal.timeout(READY_WITHIN_MS) }).then(([message]) => message),
    once(child, "exit").then(() => Promise.reject(new Error(`${script} ended before it listened.`))),
  ])) as Ready;
  return {
    port,
    ask,
    usage: () => ask("usage") as Promise<Usage>,
    stop: async () => {
      if (!child.connected || child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
};

/** Questions and answers over the channel, matched by number. */
const questions = (child: ChildProcess) => {
  const waiting = new Map<number, (answer: unknown) => void>();
  let last = 0;
  child.on("message", (message: { readonly id?: number; readonly answer?: unknown }) => {
    if (message.id === undefined) return;
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  });
  return (question: string, about?: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      child.send({ id: last, question, about });
    });
};
