/**
 * Structured logs, closed by default: an event may say only what is listed here. Nothing that a caller or a platform wrote
 * (headers, bodies, queries, messages of foreign errors) has a field to be in.
 */
import { write, writeSync } from "node:fs";
import { isAddOnError } from "@privage-addons/contracts";
import { type DestinationStream, pino } from "pino";
import { createLogOutput, type LogOutput } from "./log-output.ts";

export interface LogEvent {
  readonly event: string;
  readonly method?: string | undefined;
  /** The operation's template, never the path as called. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly ms?: number | undefined;
  readonly business?: string | undefined;
  readonly provider?: string | undefined;
  readonly trace?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: ErrorFacts | undefined;
  readonly count?: number | undefined;
  readonly address?: string | undefined;
}

interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  /** Only of our own errors, whose texts hold no secret. */
  readonly message?: string;
  /** Where, as file and line: the first frames without the message. */
  readonly at?: readonly string[];
  readonly cause?: ErrorFacts;
}

const MOST_FRAMES = 4;
const MOST_CAUSES = 4;

export const errorFacts = (error: unknown, depth = 0): ErrorFacts => {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && typeof error.code === "string" && /^[A-Z0-9_]{1,40}$/.test(error.code);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.constructor.name,
    ...(code && { code: String("code" in error && error.code) }),
    ...(isAddOnError(error) && { message: error.message }),
    at: frames.slice(0, MOST_FRAMES).map((line) => line.trim().replace(/\(?file:\/\/\S*\/(?=[^/]+$)/, "")),
    ...(error.cause !== undefined && depth < MOST_CAUSES && { cause: errorFacts(error.cause, depth + 1) }),
  };
};

export type Log = ReturnType<typeof createLog>;

/** pino's `isoTime`, with the part that is the same for a whole second made once a second. */
const createTimestamp = (): (() => string) => {
  let second = Number.NaN;
  let start = "";
  return () => {
    const now = Date.now();
    const ms = now % 1_000;
    if (now - ms !== second) {
      second = now - ms;
      start = `,"time":"${new Date(second).toISOString().slice(0, -"000Z".length)}`;
    }
    return `${start}${String(ms).padStart(3, "0")}Z"`;
  };
};

/** Exactly the listed fields; pino leaves out those that are not there. */
const allowed = (said: LogEvent): LogEvent => ({
  event: said.event,
  method: said.method,
  route: said.route,
  status: said.status,
  ms: said.ms,
  business: said.business,
  provider: said.provider,
  trace: said.trace,
  code: said.code,
  error: said.error,
  count: said.count,
  address: said.address,
});

/** There is one standard output, however many servers a process holds. */
let standardOutput: LogOutput | undefined;

const toStandardOutput = (): LogOutput => {
  if (standardOutput) return standardOutput;
  const output = createLogOutput((bytes, done) => write(1, bytes, done));
  standardOutput = output;
  // Whoever ends the process without flush(), as an uncaught error does.
  process.once("exit", () => {
    try {
      writeSync(1, output.rest());
    } catch {
      // Nobody takes it.
    }
  });
  return output;
};

export const createLog = (level: string, destination?: DestinationStream) => {
  const options = {
    level,
    base: null,
    timestamp: createTimestamp(),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const output = destination ? undefined : toStandardOutput();
  const logger = pino(options, destination ?? output);
  return {
    /** Resolves when all lines are written, or nobody reads them any more. */
    flush: async (): Promise<void> => output?.flush(),
    /** How many could not be written. */
    lostLines: (): number => output?.lostLines() ?? 0,
    info: (event: LogEvent): void => logger.info(allowed(event)),
    warn: (event: LogEvent): void => logger.warn(allowed(event)),
    error: (event: LogEvent): void => logger.error(allowed(event)),
  };
};
