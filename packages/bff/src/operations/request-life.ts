/** What happens around every request: limits, trace, CORS, errors as problems, one log line, metrics. */
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import cors from "@fastify/cors";
import underPressure from "@fastify/under-pressure";
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import type { FastifyHttpOptions, FastifyInstance } from "fastify";
import type { BffConfig } from "../config/config.ts";
import { isRead } from "../forward/explain.ts";
import { type ConclusionParts, createConclusion } from "./conclusion.ts";
import { registerDraining } from "./draining.ts";
import { errorFacts } from "./logs.ts";
import { answerMalformed, type ServerSocket } from "./malformed.ts";
import { cutOff, sendProblem, toAddOnError } from "./problem.ts";
import type { SendPage } from "./static-site.ts";
import { startTrace } from "./tracing.ts";

/** JSON bodies that the BFF itself reads: the exchange. */
const OWN_BODY_BYTES = 65_536;
const HEAD_TIMEOUT_MS = 10_000;
/** Above the idle time of common load balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 72_000;

/** RFC 9110 section 8.3.1, as far as Fastify looks. */
const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;
const ANY_TYPE = "application/octet-stream";

/** Stands for a path that is not well-formed; where no deep link of an add-on can be. */
const MALFORMED_PATH = "/privage/malformed-path";

const refuseMalformedPath = async (): Promise<never> => {
  throw new AddOnError("ROUTE_NOT_ALLOWED", "This path is not well-formed.", { details: { status: 400 } });
};

export const serverOptions = ({ limits, trustedProxies }: BffConfig): FastifyHttpOptions<Server> => ({
  logger: false,
  trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
  bodyLimit: OWN_BODY_BYTES,
  requestTimeout: limits.requestTimeoutMs,
  keepAliveTimeout: KEEP_ALIVE_MS,
  forceCloseConnections: "idle",
  // While draining, a request on an open connection is still served; the answer closes the connection.
  return503OnClosing: false,
  // A business code has up to 128 characters, each of them up to three when encoded.
  routerOptions: { maxParamLength: 384 },
  http: {
    headersTimeout: Math.min(HEAD_TIMEOUT_MS, limits.requestTimeoutMs),
    connectionsCheckingInterval: 1_000,
    // A request without a body needs no stream for it.
    optimizeEmptyRequests: true,
  },
  clientErrorHandler: answerMalformed,
  // Fastify runs no hook for such a path; under another one it is logged, counted and answered as every request is.
  frameworkErrors: (_error, request, reply) => {
    request.raw.url = MALFORMED_PATH;
    request.server.routing(request.raw, reply.raw);
  },
});

/**
 * As newer versions of Node do by themselves: an answer that is queued behind another one of its connection ends with it.
 * All that a request holds is given back then, however many there were on one connection.
 */
const closeWithConnection = ({ socket }: IncomingMessage, response: ServerResponse): void => {
  if (response.socket !== null) return;
  const close = () => {
    if (!response.closed) response.destroy().emit("close");
  };
  const closeSoon = () => setImmediate(close);
  socket.setMaxListeners(0).once("close", closeSoon);
  response.once("close", () => socket.off("close", closeSoon));
};

interface Parts extends ConclusionParts {
  readonly config: BffConfig;
}

/** What was looked for among the build's files and is not there: no deep link, which may have a dot in it further down. */
const MISSING_FILE = /^\/(assets\/|[^/]*\.[^/]*$)/;

/** A person's navigation to one of the add-on's own addresses gets the page, everything else a problem. */
export const registerNotFound = (app: FastifyInstance, sendPage: SendPage | undefined): void => {
  app.setNotFoundHandler((request, reply) => {
    const isNavigation = isRead(request.method) && request.headers.accept?.includes("text/html") === true;
    const path = request.raw.url?.split("?", 1)[0] ?? "";
    if (sendPage && isNavigation && !MISSING_FILE.test(path)) return sendPage(reply);
    throw new AddOnError("ROUTE_NOT_ALLOWED", "There is nothing at this address.");
  });
};

/** Of a request that Fastify or a plug-in refuses: when its body is not taken, or else by what HTTP calls it. */
const whyRefused = (status: number): string =>
  status === 400 || status === 413 || status === 415
    ? "The request's body cannot be read."
    : `The request cannot be answered: ${STATUS_CODES[status] ?? "it is refused"}.`;

export const registerRequestLife = (app: FastifyInstance, parts: Parts): void => {
  const { config, clock, log } = parts;
  const conclude = createConclusion(parts);
  registerDraining(app);
  app.decorateRequest("facts");
  app.addHook("onRequest", (request, reply, done) => {
    closeWithConnection(request.raw, reply.raw);
    reply.raw.on("close", () => conclude(request.raw, reply.raw, request.facts));
    const { family = "other" } = request.routeOptions.config;
    request.facts = {
      method: request.method,
      startedAt: clock.now(),
      trace: startTrace(request.method, request.headers["traceparent"]),
      family,
      route: family,
      business: undefined,
      code: undefined,
      answerHeaders: {},
    };
    const type = request.headers["content-type"];
    const isEmpty = request.raw.readableEnded;
    // Only in Fastify's view of it: it would refuse a body before anybody decides whether its type matters, and for ever wait
    // for one that has a type and no length, which is none.
    if (type !== undefined && (isEmpty || !MEDIA_TYPE.test(type)))
      request.headers = { "content-type": isEmpty ? undefined : ANY_TYPE };
    done();
  });

  // An answer of our own that its caller does not read on in; forwarded ones are watched (forward/silence.ts).
  app.addHook("onSend", (request, { raw }, payload, done) => {
    const socket: ServerSocket = request.raw.socket;
    raw.setTimeout(config.limits.requestTimeoutMs, () => cutOff(raw));
    // Node does so only where the next request is not here yet.
    raw.once("finish", () => socket._httpMessage && socket.setTimeout(0));
    done(null, payload);
  });
  if (config.addOnOrigins.length > 0) {
    app.register(cors, {
      origin: [...config.addOnOrigins],
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowedHeaders: ["authorization", "content-type", "idempotency-key", "traceparent"],
      // A time to come back may be a date, which is read against the answer's own.
      exposedHeaders: ["date", "retry-after", "x-haravan-api-call-limit"],
      credentials: false,
      maxAge: 600,
    });
    // A forwarded answer is written past Fastify; it takes these headers along.
    app.addHook("preHandler", (request, reply, done) => {
      request.facts.answerHeaders = reply.getHeaders();
      done();
    });
  }
  app.register(underPressure, {
    maxEventLoopDelay: config.limits.maxEventLoopDelayMs,
    // A stall as long as the interval leaves nothing to measure, which counts as endless: it may not be shorter than the limit.
    sampleInterval: Math.max(1_000, config.limits.maxEventLoopDelayMs),
    pressureHandler: () => {
      throw new AddOnError("UPSTREAM_UNAVAILABLE", "This server is overloaded.", {
        details: { retryAfterMs: 1_000 },
      });
    },
  });

  // Before its body is looked at.
  app.all(MALFORMED_PATH, { onRequest: refuseMalformedPath }, refuseMalformedPath);

  app.setErrorHandler((thrown, request, reply) => {
    const status = thrown instanceof Error && "statusCode" in thrown ? Number(thrown.statusCode) : 500;
    // Fastify gives a status to what ends a body, also when it is an error of ours.
    const isTheirs = !isAddOnError(thrown) && status >= 400 && status < 500;
    const error = isTheirs
      ? new AddOnError("INVALID_ARGUMENT", whyRefused(status), {
          details: { status },
          cause: thrown,
        })
      : toAddOnError(thrown);
    request.facts.code = error.code;
    if (error.code === "INTERNAL") {
      log.error({ event: "broken", trace: request.facts.trace.traceId, error: errorFacts(thrown) });
    }
    reply.hijack();
    sendProblem(reply.raw, error, request.facts.trace.traceId, reply.getHeaders());
  });
};
