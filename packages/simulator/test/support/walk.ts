import { expect } from "vitest";
import { type Endpoint, endpointsOf, type OpenApiDocument } from "../../src/contract/document.ts";
import { createValidator } from "../../src/contract/validator.ts";
import { type Sent, send } from "./http.ts";

/** One call of an operation, as a case describes it: what goes into the path, the query and the body. */
export interface Request extends Sent {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
}

type Prepare = () => Request | Promise<Request>;

/** The good call of an operation, and a bad one for each documented error that needs one of its own. */
export interface Case {
  readonly good: Prepare;
  readonly bad?: Readonly<Record<number, Prepare>>;
}

const urlOf = (base: string, endpoint: Endpoint, request: Request): string => {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(String(request.params?.[name] ?? "")),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return `${base}${path}${query.size > 0 ? `?${query}` : ""}`;
};

/**
 * Visits every status that a document names for every operation, and checks each answer against the document. A status
 * without a way to reach it fails the test: the document would promise what nobody can see.
 */
export const walk = async (options: {
  readonly document: OpenApiDocument;
  readonly baseOf: (endpoint: Endpoint) => string;
  readonly control: string;
  readonly cases: Readonly<Record<string, Case>>;
  /** For errors that every operation reaches in the same way. */
  readonly common: (status: number, endpoint: Endpoint, good: Request) => Promise<Request | undefined>;
  readonly before?: () => Promise<void>;
}): Promise<number> => {
  const validator = createValidator(options.document);
  let visited = 0;
  for (const endpoint of endpointsOf(options.document)) {
    const { operationId, responses } = endpoint.operation;
    const known = options.cases[operationId];
    expect(known, `${operationId} has no case`).toBeDefined();
    if (!known) continue;
    for (const status of Object.keys(responses).map(Number)) {
      await options.before?.();
      const special = known.bad?.[status];
      let request: Request | undefined;
      if (status < 300) request = await known.good();
      else if (special) request = await special();
      else {
        const good = await known.good();
        request = await options.common(status, endpoint, good);
        if (!request && (status === 429 || status === 500)) {
          // Nothing but trouble leads here; the fault speaks in the platform's own words.
          const fault = { match: { path: endpoint.path }, fault: "status", status, times: 1 };
          const armed = await send(`${options.control}/_sim/faults`, { json: fault });
          expect(armed.status).toBe(201);
          request = good;
        }
      }
      expect(request, `no way leads to ${status} of ${operationId}`).toBeDefined();
      const answer = await send(urlOf(options.baseOf(endpoint), endpoint, request ?? {}), {
        ...request,
        method: endpoint.method,
      });
      expect(answer.status, `${operationId}: ${answer.text.slice(0, 300)}`).toBe(status);
      const mediaType = answer.headers.get("content-type")?.split(";")[0] ?? "";
      expect(validator.answer(endpoint, status, mediaType, answer.text), `${operationId} ${status}`).toEqual(
        [],
      );
      visited += 1;
    }
  }
  return visited;
};
