/**
 * Structured logs, closed by default: an event may say only what is listed here. Nothing that a caller or a platform wrote
 * (headers, bodies, queries, messages of foreign errors) has a field to be in.
 */
import { createWriteStream, writeSync } from "node:fs";
import { isAddOnError } from "@privage-addons/contracts";
import { type DestinationStream, pino } from "pino";

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

export interface Log {
  /** Resolves when all lines are written, or nobody reads them any more. */
  flush(): Promise<void>;
  info(event: LogEvent): void;
  warn(event: LogEvent): void;
  error(event: LogEvent): void;
}

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

const BATCH_BYTES = 65_536;
const LONGEST_WAIT_MS = 500;
/** Of lines that standard output does not take: what comes then is lost, and the process goes on. */
const MOST_WAITING_BYTES = 16_777_216;
/** UTF-8 needs no more for one unit of UTF-16. */
const MOST_BYTES_A_UNIT = 3;

/**
 * Standard output. Lines go out together, at the latest after half a second: one system call for many requests. They are
 * bytes at once: text that is only put together later costs several times as much. When its reader is gone, the process
 * goes on without a log, and ends when it is told to.
 */
const createOutput = (): DestinationStream & Pick<Log, "flush"> => {
  const output = createWriteStream("", { fd: 1, autoClose: false });
  let isLost = false;
  output.on("error", () => {
    isLost = true;
  });
  let batch = Buffer.allocUnsafeSlow(BATCH_BYTES);
  /** A batch that was written, to be filled again. */
  let spare: typeof batch | undefined;
  let used = 0;
  const write = (bytes: Buffer, onWritten?: () => void): void => {
    if (!isLost && output.writableLength < MOST_WAITING_BYTES) output.write(bytes, onWritten);
  };
  const handOver = (): void => {
    if (used === 0) return;
    const full = batch;
    write(full.subarray(0, used), () => {
      spare = full;
    });
    batch = spare ?? Buffer.allocUnsafeSlow(BATCH_BYTES);
    spare = undefined;
    used = 0;
  };
  setInterval(handOver, LONGEST_WAIT_MS).unref();
  // Whoever ends the process without flush(), as an uncaught error does.
  process.once("exit", () => {
    try {
      if (!isLost) writeSync(1, batch.subarray(0, used));
    } catch {
      // Nobody reads it.
    }
  });
  return {
    flush: () => {
      handOver();
      return new Promise((resolve) => {
        if (isLost) resolve();
        else output.write("", () => resolve());
      });
    },
    write: (line) => {
      const most = line.length * MOST_BYTES_A_UNIT;
      if (used + most > batch.length) handOver();
      if (most > batch.length) write(Buffer.from(line));
      else used += batch.write(line, used);
    },
  };
};

/** Exactly the listed fields; pino leaves out those that are not there. */
const allowed = ({
  event,
  method,
  route,
  status,
  ms,
  business,
  provider,
  trace,
  code,
  error,
  count,
  address,
}: LogEvent) => ({
  event,
  method,
  route,
  status,
  ms,
  business,
  provider,
  trace,
  code,
  error,
  count,
  address,
});

/** There is one standard output, however many servers a process holds. */
let standardOutput: ReturnType<typeof createOutput> | undefined;

const toStandardOutput = (): ReturnType<typeof createOutput> => {
  standardOutput ??= createOutput();
  return standardOutput;
};

export const createLog = (level: string, destination?: DestinationStream): Log => {
  const options = {
    level,
    base: null,
    timestamp: createTimestamp(),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const output = destination ? undefined : toStandardOutput();
  const logger = pino(options, destination ?? output);
  return {
    flush: async () => output?.flush(),
    info: (event) => logger.info(allowed(event)),
    warn: (event) => logger.warn(allowed(event)),
    error: (event) => logger.error(allowed(event)),
  };
};
