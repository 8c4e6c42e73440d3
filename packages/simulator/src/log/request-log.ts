/** One request that reached a platform; `/_sim/*` and the page are not counted. */
export interface LoggedRequest {
  readonly id: number;
  /** When it came, by the simulator's clock: ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** With the query; secrets redacted. */
  readonly path: string;
  readonly operationId: string | null;
  /** Whether an Authorization header came; what was in it is never kept. */
  readonly authorized: boolean;
  readonly traceparent: string | null;
  /** The fault that struck it. */
  readonly fault: string | null;
  /** null while it runs, and when the connection broke before an answer. */
  readonly status: number | null;
  readonly durationMs: number | null;
}

export interface RequestLog {
  readonly open: (entry: Omit<LoggedRequest, "id" | "status" | "durationMs" | "operationId" | "fault">) => {
    readonly note: (facts: { operationId?: string; fault?: string }) => void;
    readonly close: (status: number | null, durationMs: number) => void;
  };
  /** Oldest first. */
  readonly list: () => readonly LoggedRequest[];
  /** How many came, also those that were pushed out. */
  readonly count: () => number;
  readonly reset: () => void;
}

/** Keeps the last requests, at most `capacity`: load tests must not grow the log without bound. */
export const createRequestLog = (capacity = 100_000): RequestLog => {
  let entries: LoggedRequest[] = [];
  let count = 0;
  return {
    open: (facts) => {
      count += 1;
      const entry: { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] } = {
        id: count,
        ...facts,
        operationId: null,
        fault: null,
        status: null,
        durationMs: null,
      };
      entries.push(entry);
      // Dropped in large steps, so that a full log costs nothing per request.
      if (entries.length >= capacity * 1.5) entries = entries.slice(-capacity);
      return {
        note: (more) => Object.assign(entry, more),
        close: (status, durationMs) => {
          entry.status = status;
          entry.durationMs = Math.round(durationMs * 1000) / 1000;
        },
      };
    },
    list: () => entries.slice(-capacity),
    count: () => count,
    reset: () => {
      entries = [];
      count = 0;
    },
  };
};
