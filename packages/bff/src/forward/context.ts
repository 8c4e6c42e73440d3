import type { Callers } from "../callers/callers.ts";
import type { BffConfig } from "../config/config.ts";
import type { Clock } from "../operations/clock.ts";
import type { Log } from "../operations/logs.ts";
import type { RateLimit } from "../operations/rate-limit.ts";
import type { RequestTrace } from "../operations/tracing.ts";
import type { TokenKeeper } from "../tokens/keeper.ts";
import type { AnswerHeaders } from "./headers.ts";
import type { RetryBudget } from "./retry-budget.ts";
import type { Upstreams } from "./upstreams.ts";

/** What every forwarding route needs; made once. */
export interface Services {
  readonly config: BffConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly upstreams: Upstreams;
  readonly callers: Callers;
  readonly keeper: TokenKeeper;
  readonly rateLimit: RateLimit;
  readonly retryBudget: RetryBudget;
}

/** What is known about one request; filled while it is handled, read by the log and the metrics. */
export interface RequestFacts {
  readonly method: string;
  readonly startedAt: number;
  readonly trace: RequestTrace;
  /** The family for metrics: `partner`, `haravan`, … As the route says, so that a call that never gets to its handler counts too. */
  readonly family: string;
  /** The operation's template for the log; the family until it is known. */
  route: string;
  business: string | undefined;
  code: string | undefined;
  answerHeaders: AnswerHeaders;
}

/** A route's options: what it counts as in the metrics. */
export const ofFamily = (family: string) => ({ config: { family } });

declare module "fastify" {
  interface FastifyContextConfig {
    readonly family?: string;
  }
  interface FastifyRequest {
    facts: RequestFacts;
  }
}
