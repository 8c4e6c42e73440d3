import type { OperationOverride } from "@privage-addons/contracts/overrides";
import { type RequestBody, resolveLocal } from "../contract/document.ts";
import { readBodyNames, readQueryNames, renameInJson } from "../contract/override.ts";
import type { RouteMatch } from "../contract/router.ts";
import { createValidator, type Violation } from "../contract/validator.ts";
import { type Answer, type EncodedAnswer, encodeAnswer, json } from "./answer.ts";
import { BodyTooLarge, type IncomingCall, mediaTypeOf, parseJson, readBody } from "./incoming.ts";
import type { Platform } from "./platform.ts";

/** An answer of ours that broke the contract. */
export interface ContractBreach {
  readonly operationId: string;
  readonly status: number;
  readonly violations: readonly Violation[];
}

export interface Defects {
  readonly onBreach: (breach: ContractBreach) => void;
  readonly onCrash: (error: unknown) => void;
}

/** Does the work of a call, from the credential to the checked answer. Rejects only when the caller went away. */
export type Produce = (
  incoming: IncomingCall,
  route: RouteMatch | undefined,
  tenant: string | undefined,
) => Promise<EncodedAnswer>;

/** Steps 4 to 6 of server/serve.ts. */
export const createProducer = (
  platform: Platform,
  overrides: Readonly<Record<string, OperationOverride>>,
  { onBreach, onCrash }: Defects,
): Produce => {
  const { document, errors } = platform;
  const validator = createValidator(document);

  /** Step 4, second half, and step 5. */
  const answerTo = async (
    incoming: IncomingCall,
    { endpoint, params: rawParams }: RouteMatch,
    bytes: Buffer,
    caller: unknown,
  ): Promise<Answer> => {
    const { operation } = endpoint;
    const mediaType = mediaTypeOf(incoming.message);
    let body: unknown;
    if (bytes.length > 0 && operation.requestBody) {
      const { content } = resolveLocal<RequestBody>(document, operation.requestBody);
      if (!Object.hasOwn(content, mediaType)) return errors.malformedBody(operation);
      if (mediaType === "application/json") {
        const parsed = parseJson(bytes);
        if (!parsed.ok) return errors.malformedBody(operation);
        body = parsed.value;
      } else body = Object.fromEntries(new URLSearchParams(bytes.toString("utf8")));
    }
    const override = overrides[operation.operationId];
    body = readBodyNames(body, override?.request);
    const params = validator.params(endpoint, rawParams);
    const query = validator.query(endpoint, readQueryNames(incoming.query, override?.query));
    const wrongBody = validator.body(endpoint, mediaType, body);
    const violations = [...params.violations, ...query.violations, ...wrongBody];
    if (violations.length > 0) return errors.invalid(violations, operation);

    const handler = platform.handlers[operation.operationId];
    if (!handler) throw new Error(`${operation.operationId} has no handler.`);
    // The document just proved the shape that the handler's type takes from the same document.
    return handler({ params: params.value, query: query.value, body, caller } as never);
  };

  /** Step 4, first half. */
  const enter = async (
    incoming: IncomingCall,
    route: RouteMatch,
    tenant: string | undefined,
  ): Promise<Answer> => {
    const { operation } = route.endpoint;
    const [requirement] = operation.security ?? document.security ?? [];
    const scheme = requirement && Object.keys(requirement)[0];
    const bytes = await readBody(incoming.message);
    const admission = await platform.admit({ scheme, operation, incoming, tenant });
    if (!admission.admitted) return admission.answer;
    const answer = await answerTo(incoming, route, bytes, admission.caller);
    return { ...answer, headers: { ...answer.headers, ...admission.headers } };
  };

  /** Step 6. */
  const check = ({ endpoint }: RouteMatch, encoded: EncodedAnswer): EncodedAnswer => {
    const mediaType = (encoded.headers["content-type"] ?? "").split(";", 1)[0] ?? "";
    const violations = validator.answer(endpoint, encoded.status, mediaType, encoded.bytes.toString("utf8"));
    if (violations.length === 0) return encoded;
    const breach = { operationId: endpoint.operation.operationId, status: encoded.status, violations };
    onBreach(breach);
    return encodeAnswer(json(500, { error: "simulator_broke_contract", breach }));
  };

  /** After the check: the answer is held to the contract before it takes the names of the wire. */
  const withWireNames = ({ endpoint }: RouteMatch, encoded: EncodedAnswer): EncodedAnswer => {
    const renames = overrides[endpoint.operation.operationId]?.response;
    if (!renames || !encoded.headers["content-type"]?.startsWith("application/json")) return encoded;
    const bytes = Buffer.from(renameInJson(encoded.bytes.toString("utf8"), renames));
    return { ...encoded, bytes, headers: { ...encoded.headers, "content-length": String(bytes.length) } };
  };

  return async (incoming, route, tenant) => {
    if (!route) return encodeAnswer(errors.noSuchRoute(incoming));
    try {
      return withWireNames(route, check(route, encodeAnswer(await enter(incoming, route, tenant))));
    } catch (error) {
      if (error instanceof BodyTooLarge) return encodeAnswer(errors.bodyTooLarge());
      if (!incoming.message.complete) throw error;
      onCrash(error);
      return encodeAnswer(errors.crashed());
    }
  };
};
