/** The end of a request, whether its answer went out whole or not: one log line, metrics, the span. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestFacts } from "../forward/context.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./logs.ts";
import type { Metrics } from "./metrics.ts";

export interface ConclusionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Concluded {
  readonly facts: RequestFacts;
  readonly status: number;
  readonly ms: number;
  readonly code: string | undefined;
}

const LINGER_MS = 1_000;

/** Answered before its body was all here: the rest is read into the void for a moment, so that the answer arrives. */
const dropRestOfBody = (request: IncomingMessage): void => {
  if (request.complete || request.destroyed) return;
  request.resume();
  setTimeout(() => request.destroy(), LINGER_MS).unref();
};

/** nginx's status for a caller who went away before the answer began. */
const CALLER_GONE = 499;
const UNLOGGED: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * To be called when a response is closed. What is told is told at the end of the event loop's turn, for all requests that
 * ended in it: one after the other they find code and data in the processor's caches, which costs half as much.
 */
export const createConclusion = ({ clock, log, metrics }: ConclusionParts) => {
  let concluded: Concluded[] = [];

  const tell = ({ facts, status, ms, code }: Concluded): void => {
    const { method, family, route, business, trace } = facts;
    metrics.request(family, status, ms);
    trace.end({ status, route, code });
    if (UNLOGGED.has(family)) return;
    log.info({ event: "request", method, route, status, ms, trace: trace.traceId, business, code });
  };

  const tellAll = (): void => {
    const all = concluded;
    concluded = [];
    for (const each of all) tell(each);
  };

  return (request: IncomingMessage, response: ServerResponse, facts: RequestFacts): void => {
    dropRestOfBody(request);
    const status = response.headersSent ? response.statusCode : CALLER_GONE;
    const code = facts.code ?? (response.writableFinished ? undefined : "ABORTED");
    const ms = Math.round((clock.now() - facts.startedAt) * 10) / 10;
    if (concluded.push({ facts, status, ms, code }) === 1) setImmediate(tellAll);
  };
};
