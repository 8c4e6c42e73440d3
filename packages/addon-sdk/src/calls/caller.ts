/**
 * Calls of a platform with the session's token: JSON in, JSON out, typed errors.
 *
 * A read is repeated while its time lasts when its answer was lost, cut off, 429 or 5xx. A write is sent once: who sends
 * it finds out what became of it (see `privage/exactly-once.ts`).
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { backoffMs, jittered } from "../session/backoff.ts";
import { type Clock, startStopwatch, systemClock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { parseExactJson, writeExactJson } from "./exact-json.ts";
import { platformError } from "./platform-error.ts";
import { type QueryValue, queryOf } from "./query.ts";

const READ_MS = 20_000;
const READ_ATTEMPT_MS = 8_000;
const WRITE_MS = 10_000;

export interface CallOptions {
  /** Gives up waiting. A write that was sent is not undone by it. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds. For a read, the deadline of the whole call, 20,000 when absent. For a write, how long its answer is waited
   * for, 10,000 when absent: finding out what became of it without one takes 15 s and four look-ups on top.
   */
  readonly timeoutMs?: number;
}

export interface CallerOptions {
  readonly session: Pick<Session, "fetch">;
  /** Another base than the session's. */
  readonly baseUrl?: string;
  /** Stands before each path. */
  readonly prefix?: string;
  /** Fields whose numbers are exact decimals. */
  readonly decimalFields?: ReadonlySet<string>;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface Caller {
  /** Rejects with UPSTREAM_REJECTED, UPSTREAM_UNAVAILABLE, RATE_LIMITED, CALL_TIMEOUT, ABORTED or the session's errors. */
  get<T>(path: string, query?: { readonly [name: string]: QueryValue }, options?: CallOptions): Promise<T>;
  /** Sent once. `details.sent` of the error says whether it may have been carried out. */
  send<T>(method: string, path: string, body?: object, options?: CallOptions): Promise<T>;
}

const NONE: ReadonlySet<string> = new Set();

export const createCaller = (options: CallerOptions): Caller => {
  const { session, baseUrl, prefix = "", decimalFields = NONE } = options;
  const { clock = systemClock, random = Math.random } = options;

  const once = async (method: string, address: string, body: object | undefined, limits: CallOptions) => {
    const answered = session.fetch(prefix + address, {
      method,
      headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
      ...(body && { body: writeExactJson(body, decimalFields) }),
      ...(baseUrl !== undefined && { baseUrl }),
      ...limits,
    });
    const response = await answered.catch((cause: unknown) => {
      throw isAddOnError(cause) ? cause : lost(cause, method);
    });
    // The deadline, or the session's end, may come while the body is read: it was sent all the same.
    const text = await response.text().catch((cause: unknown) => {
      throw lost(cause, method);
    });
    if (!response.ok) throw platformError(response, text, clock.now());
    if (!text.trim()) return undefined;
    try {
      return parseExactJson(text, decimalFields);
    } catch (cause) {
      throw lost(cause, method);
    }
  };

  return {
    // The contract's types describe what these paths answer; shapes that matter for money are checked where they are used.
    get: async <T>(path: string, query = {}, { signal, timeoutMs = READ_MS }: CallOptions = {}) => {
      const elapsed = startStopwatch(clock);
      for (let failures = 1; ; failures++) {
        const limits = {
          timeoutMs: Math.min(READ_ATTEMPT_MS, timeoutMs - elapsed()),
          ...(signal && { signal }),
        };
        try {
          return (await once("GET", path + queryOf(query), undefined, limits)) as T;
        } catch (error) {
          const pauseMs = jittered(Math.max(backoffMs(failures), retryAfter(error)), random());
          if (!mayRepeat(error) || elapsed() + pauseMs >= timeoutMs) throw error;
          await pause(clock, pauseMs, signal);
        }
      }
    },
    send: async <T>(method: string, path: string, body?: object, limits: CallOptions = {}) =>
      (await once(method, path, body, { timeoutMs: WRITE_MS, ...limits })) as T,
  };
};

/** No answer, or one that was cut off: it may have been carried out, so only a read may be made again. */
export const lost = (cause: unknown, method: string): AddOnError => {
  const known = isAddOnError(cause) ? cause : undefined;
  return new AddOnError(known?.code ?? "UPSTREAM_UNAVAILABLE", "No whole answer came from the platform.", {
    cause,
    details: { ...known?.details, sent: true },
    ...(method !== "GET" && { retryable: false }),
  });
};

const REPEATABLE = ["UPSTREAM_UNAVAILABLE", "RATE_LIMITED", "CALL_TIMEOUT"];
const mayRepeat = (error: unknown) =>
  isAddOnError(error) && error.retryable && REPEATABLE.includes(error.code);

const retryAfter = (error: unknown) => (isAddOnError(error) && Number(error.details?.["retryAfterMs"])) || 0;

/** Resolves after `ms`, or when the signal fires: the next attempt notices. */
export const pause = (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.setTimer(resolve, ms);
    signal?.addEventListener("abort", () => {
      cancel();
      resolve();
    });
  });
