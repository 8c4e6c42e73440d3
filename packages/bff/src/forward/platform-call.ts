/**
 * What the three forwarding routes share: which operation is meant, and how its answer or problem goes out. One object per
 * call holds all that belongs to it; thousands of calls a second leave little else behind for the garbage collector.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorFacts } from "../operations/logs.ts";
import { sendProblem, toAddOnError } from "../operations/problem.ts";
import type { AllowList, Operation } from "./allow-list.ts";
import { bodyOf, hasBody } from "./body.ts";
import type { Call, Outcome, Target } from "./call.ts";
import type { RequestFacts, Services } from "./context.ts";
import { forward } from "./forward.ts";
import type { AnswerHeaders } from "./headers.ts";
import type { RetryBudget } from "./retry-budget.ts";

/** The part that RFC 9112 section 3.2.2 has before the path when the target is written in full, as to a proxy; the router skips it too. */
const ABSOLUTE = /^https?:\/\/[^/]*/i;
const SLASH = 47;

export abstract class PlatformCall implements Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  body: Readable | Uint8Array | undefined = undefined;
  protected readonly services: Services;
  protected readonly facts: RequestFacts;
  readonly #incoming: FastifyRequest;
  /** Path and query below the route's prefix, as on the wire. */
  protected readonly path: string;

  constructor(services: Services, prefix: string, request: FastifyRequest, reply: FastifyReply) {
    this.services = services;
    this.request = request.raw;
    this.response = reply.raw;
    this.facts = request.facts;
    this.#incoming = request;
    const target = request.raw.url ?? "";
    const start = target.charCodeAt(0) === SLASH ? 0 : (ABSOLUTE.exec(target)?.[0].length ?? 0);
    this.path = target.slice(start + prefix.length);
  }

  protected get method(): string {
    return this.request.method ?? "";
  }

  /** The caller's, behind a trusted proxy too. */
  protected get address(): string {
    return this.#incoming.ip;
  }

  get traceparent(): string {
    return this.facts.trace.traceparent;
  }

  get answerHeaders(): Readonly<AnswerHeaders> {
    return this.facts.answerHeaders;
  }

  get retryBudget(): RetryBudget {
    return this.services.retryBudget;
  }

  /** Takes the response over; every outcome is an answer. */
  start(): void {
    this.handle().catch((error: unknown) => this.fail(error));
  }

  protected abstract handle(): Promise<void>;

  /** @throws {AddOnError} ROUTE_NOT_ALLOWED */
  protected findOperation(allowList: AllowList, prefix: string): Operation {
    const mark = this.path.indexOf("?");
    const operation = allowList.find(this.method, mark < 0 ? this.path : this.path.slice(0, mark));
    if (!operation) {
      throw new AddOnError(
        "ROUTE_NOT_ALLOWED",
        "This path and method are not part of the contract; nothing was sent.",
      );
    }
    this.facts.route = `${prefix}${operation.path}`;
    return operation;
  }

  /** Reads a small body, opens a large one. Rejects as {@link bodyOf}. */
  protected async takeBody(): Promise<void> {
    this.body = await bodyOf(this.request, this.services.config.limits.maxBodyBytes);
  }

  protected get hasBody(): boolean {
    return hasBody(this.request);
  }

  protected send(target: Target): void {
    this.services.retryBudget.earn();
    forward(this, target);
  }

  /** What has not been sent of it will not be. */
  #dropBody(): void {
    if (this.body instanceof Readable) this.body.destroy();
  }

  protected fail(cause: unknown): void {
    this.#dropBody();
    const error = toAddOnError(cause);
    const trace = this.facts.trace.traceId;
    this.facts.code = error.code;
    if (error.code === "INTERNAL")
      this.services.log.error({ event: "broken", trace, error: errorFacts(cause) });
    sendProblem(this.response, error, trace, this.facts.answerHeaders);
  }

  onDone({ error, isComplete }: Outcome): void {
    this.#dropBody();
    if (error) this.fail(error);
    else if (!isComplete) this.facts.code = "UPSTREAM_UNAVAILABLE";
  }
}
