/**
 * What happens to a request, the same for every platform:
 *
 * 1. A browser's preflight is answered; `/` and `/_sim/*` belong to the simulator, and no fault strikes them.
 * 2. Everything else is logged, without secrets, and its route is found.
 * 3. A fault is drawn. `status`, `hang` and `reset` end here, `delay` waits.                         (faults/respond.ts)
 * 4. The platform checks the credential, then the document checks the request.                       (server/produce.ts)
 * 5. The handler does the work.
 * 6. The answer is checked against the document: a violation is our defect, kept for `close()` to report.
 * 7. It goes out as bytes, unless a fault spoils that.                                               (faults/wire.ts)
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { OperationOverride } from "@privage-addons/contracts/overrides";
import type { Clock } from "../clock/clock.ts";
import { endpointsOf } from "../contract/document.ts";
import { createRouter } from "../contract/router.ts";
import { CONTROL_PREFIX, runControl } from "../control/dispatch.ts";
import type { FaultRegistry } from "../faults/registry.ts";
import { respond } from "../faults/respond.ts";
import { send } from "../faults/wire.ts";
import { redactTarget } from "../log/redact.ts";
import type { RequestLog } from "../log/request-log.ts";
import { type EncodedAnswer, encodeAnswer } from "./answer.ts";
import { corsHeaders, isPreflight, PREFLIGHT_HEADERS } from "./cors.ts";
import { type IncomingCall, readHead } from "./incoming.ts";
import type { ControlRoute, Platform } from "./platform.ts";
import { createProducer, type Defects } from "./produce.ts";

export interface ServeOptions extends Defects {
  readonly platform: Platform;
  /** By operation id; the platform's document has its operations moved already. */
  readonly overrides: Readonly<Record<string, OperationOverride>>;
  readonly clock: Clock;
  readonly faults: FaultRegistry;
  readonly log: RequestLog;
  readonly control: Readonly<Record<string, ControlRoute>>;
  /** Browser origins that may steer this simulator at `/_sim/*`, whether or not they may call the platform itself. */
  readonly controlOrigins: readonly string[];
  readonly page: () => { readonly html: string; readonly headers: Readonly<Record<string, string>> };
}

/** Creates the server of one platform; it listens nowhere yet. */
export const createPlatformServer = (options: ServeOptions): Server => {
  const { platform, clock, faults, log, control } = options;
  const router = createRouter(endpointsOf(platform.document));
  const produce = createProducer(platform, options.overrides, options);

  const openEntry = ({ method, path, query, message }: IncomingCall, response: ServerResponse) => {
    const started = performance.now();
    const { authorization, traceparent } = message.headers;
    const entry = log.open({
      at: new Date(clock.now()).toISOString(),
      method,
      path: redactTarget(path, query),
      authorized: authorization !== undefined,
      traceparent: typeof traceparent === "string" ? traceparent : null,
    });
    response.once("close", () =>
      entry.close(response.headersSent ? response.statusCode : null, performance.now() - started),
    );
    return entry;
  };

  /** Steps 2 to 7. */
  const serveCall = async (
    incoming: IncomingCall,
    response: ServerResponse,
    finish: (answer: EncodedAnswer) => EncodedAnswer,
  ): Promise<void> => {
    const entry = openEntry(incoming, response);
    const { path, tenant } = platform.locate(incoming);
    const route = router.match(incoming.method, path);
    const fault = faults.strike(incoming.method, [incoming.path, path, route?.endpoint.path ?? path]);
    entry.note({
      ...(route && { operationId: route.endpoint.operation.operationId }),
      ...(fault && { fault: fault.fault }),
    });
    await respond(response, fault, {
      produce: () => produce(incoming, route, tenant),
      usual: (status) => platform.errors.forStatus(status, route?.endpoint.operation),
      finish,
    });
  };

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = readHead(message);
    const isControl = incoming.path.startsWith(CONTROL_PREFIX);
    const cors = corsHeaders(message, isControl ? options.controlOrigins : platform.corsOrigins);
    const finish = (answer: EncodedAnswer) => ({ ...answer, headers: { ...answer.headers, ...cors } });
    if (isPreflight(message)) {
      const isAllowed = "access-control-allow-origin" in cors;
      response.writeHead(204, isAllowed ? { ...cors, ...PREFLIGHT_HEADERS } : cors).end();
      return;
    }
    if (isControl) {
      return send(response, finish(encodeAnswer(await runControl(control, incoming))));
    }
    if (incoming.path === "/" && (incoming.method === "GET" || incoming.method === "HEAD")) {
      const { html, headers } = options.page();
      response.writeHead(200, headers).end(html);
      return;
    }
    return serveCall(incoming, response, finish);
  };

  return createServer({ keepAliveTimeout: 65_000 }, (message, response) => {
    handle(message, response).catch((error: unknown) => {
      // The caller went away while its body was read: nobody is left to answer.
      if (!message.complete || response.headersSent) return void response.destroy();
      options.onCrash(error);
      send(response, encodeAnswer(platform.errors.crashed()));
    });
  });
};
