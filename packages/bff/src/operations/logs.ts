/**
 * Structured logs, closed by default: an event may say only what is listed here. Nothing that a caller or a platform wrote
 * (headers, bodies, queries, messages of foreign errors) has a field to be in.
 */
import { isAddOnError } from "@privage-addons/contracts";
import { type DestinationStream, pino } from "pino";

export interface LogEvent {
  readonly event: string;
  readonly method?: string;
  /** The operation's template, never the path as called. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly business?: string;
  readonly provider?: string;
  readonly trace?: string;
  readonly code?: string;
  readonly error?: ErrorFacts;
  readonly count?: number;
  readonly address?: string;
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

const FIELDS = [
  "event",
  "method",
  "route",
  "status",
  "ms",
  "business",
  "provider",
  "trace",
  "code",
  "error",
  "count",
  "address",
] as const satisfies readonly (keyof LogEvent)[];

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

export interface Log {
  /** Writes out what is buffered. */
  flush(): void;
  info(event: LogEvent): void;
  warn(event: LogEvent): void;
  error(event: LogEvent): void;
}

/** Lines go out together, at the latest after half a second: one system call for many requests. */
const BUFFER = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 500 };

export const createLog = (level: string, destination?: DestinationStream): Log => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const buffered = destination ? undefined : pino.destination(BUFFER);
  if (buffered) process.once("exit", () => buffered.flushSync());
  const logger = pino(options, destination ?? buffered);
  const allowed = (event: LogEvent) => {
    const entry: Record<string, unknown> = {};
    for (const field of FIELDS) if (event[field] !== undefined) entry[field] = event[field];
    return entry;
  };
  return {
    flush: () => buffered?.flushSync(),
    info: (event) => logger.info(allowed(event)),
    warn: (event) => logger.warn(allowed(event)),
    error: (event) => logger.error(allowed(event)),
  };
};
