/** What the forwarder is given, and what it tells. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { AddOnError } from "@privage-addons/contracts";
import type { AnswerHeaders } from "./headers.ts";
import type { RetryBudget } from "./retry-budget.ts";
import type { Upstream } from "./upstreams.ts";

/** A call that somebody makes, and what is to be done when it is over. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly traceparent: string;
  /** Headers of ours for the answer, e.g. CORS. */
  readonly answerHeaders: Readonly<AnswerHeaders>;
  /** Undefined: none. Bytes: read already, may be sent again. */
  readonly body: Readable | Uint8Array | undefined;
  readonly retryBudget: RetryBudget;
  /** A 401 is collected and handed over here, not passed on. Without it a 401 is an answer like any other. */
  onRefusedToken?(refused: RefusedToken): void;
  /** Called exactly once, unless `onRefusedToken` was. With an error, nothing has been written to the response. */
  onDone(outcome: Outcome): void;
}

/** Where a call is sent. */
export interface Target {
  readonly upstream: Upstream;
  readonly method: string;
  /** With query, as on the wire. */
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface RefusedToken {
  readonly headers: IncomingHttpHeaders;
  /** At most 64 KiB of it. */
  readonly body: string;
}

export interface Outcome {
  /** The platform's status; undefined when it never answered. */
  readonly status: number | undefined;
  /** The platform's own headers, before the allow-list. */
  readonly headers?: IncomingHttpHeaders;
  /** Whether the answer went out whole. */
  readonly isComplete: boolean;
  readonly error?: AddOnError | undefined;
}
