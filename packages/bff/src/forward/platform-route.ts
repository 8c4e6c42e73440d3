/** The part that the three forwarding routes share: which operation is meant, and how its answer or problem goes out. */
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendProblem, toAddOnError } from "../operations/problem.ts";
import type { AllowList, Operation } from "./allow-list.ts";
import { bodyOf } from "./body.ts";
import type { Services } from "./context.ts";
import { type CallEvents, forward, type Outcome } from "./forward.ts";
import type { Upstream } from "./upstreams.ts";

export interface Target {
  readonly upstream: Upstream;
  /** The caller's own when absent. */
  readonly method?: string;
  /** With query, as on the wire. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** The wire path below `prefix`, and its query with the question mark. */
const splitUrl = (url: string, prefix: string): { path: string; query: string } => {
  const rest = url.slice(prefix.length);
  const mark = rest.indexOf("?");
  return mark < 0 ? { path: rest, query: "" } : { path: rest.slice(0, mark), query: rest.slice(mark) };
};

/** @throws {AddOnError} ROUTE_NOT_ALLOWED */
export const findOperation = (
  request: FastifyRequest,
  prefix: string,
  allowList: AllowList,
): { operation: Operation; path: string; query: string } => {
  const { path, query } = splitUrl(request.raw.url ?? "", prefix);
  const operation = allowList.find(request.method, path);
  if (!operation) {
    throw new AddOnError(
      "ROUTE_NOT_ALLOWED",
      "This path and method are not part of the contract; nothing was sent.",
    );
  }
  request.facts.route = `${prefix}${operation.path}`;
  return { operation, path, query };
};

export const readBody = (request: FastifyRequest, { config }: Services) =>
  bodyOf(request.raw, config.limits.maxBodyBytes);

export const fail = (request: FastifyRequest, reply: FastifyReply, cause: unknown): void => {
  const error = toAddOnError(cause);
  request.facts.code = error.code;
  sendProblem(reply.raw, error, request.facts.trace.traceId, request.facts.answerHeaders);
};

/** Sends the call on and finishes the response; `onRefusedToken` may take a 401 over. */
export const sendOn = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
  body: Awaited<ReturnType<typeof bodyOf>> | undefined,
  events: { onRefusedToken?: CallEvents["onRefusedToken"]; onOutcome?: (outcome: Outcome) => void } = {},
): void => {
  const { facts } = request;
  services.retryBudget.earn();
  forward(
    {
      request: request.raw,
      response: reply.raw,
      upstream: target.upstream,
      method: target.method ?? request.method,
      path: target.path,
      headers: { authorization: target.authorization, traceparent: facts.trace.traceparent },
      answerHeaders: facts.answerHeaders,
      body,
      retryBudget: services.retryBudget,
    },
    {
      ...(events.onRefusedToken && { onRefusedToken: events.onRefusedToken }),
      onDone: (outcome) => {
        events.onOutcome?.(outcome);
        if (outcome.error) fail(request, reply, outcome.error);
        else if (!outcome.isComplete) facts.code = "UPSTREAM_UNAVAILABLE";
      },
    },
  );
};
