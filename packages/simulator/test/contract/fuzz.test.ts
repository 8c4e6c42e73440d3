import haravan from "@privage-addons/contracts/openapi/haravan.gen.json" with { type: "json" };
import partner from "@privage-addons/contracts/openapi/partner.gen.json" with { type: "json" };
import privage from "@privage-addons/contracts/openapi/privage.gen.json" with { type: "json" };
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Endpoint,
  endpointsOf,
  type OpenApiDocument,
  type RequestBody,
  resolveLocal,
  type Schema,
} from "../../src/contract/document.ts";
import { arbitraryFor, arbitraryForField, type Known, nasty } from "../support/arbitrary.ts";
import { connect, omniPair, partnerBase, partnerToken, send, signIn } from "../support/http.ts";
import { findKnown } from "../support/known-values.ts";
import { speak } from "../support/raw-socket.ts";

let simulators: RunningSimulators;
const tokens: Record<string, string> = {};
const { shop, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;

beforeAll(async () => {
  simulators = await startSimulators();
  tokens["userToken"] = await signIn(simulators);
  tokens["connectToken"] = (await connect(simulators)).access_token;
  tokens["partnerToken"] = await partnerToken(simulators);
  tokens["legacyToken"] = legacyAccessToken;
});
// Closing rejects when an answer broke the contract or a handler crashed: then this file fails.
afterAll(() => simulators.close());

const RUNS = 25;

const PLATFORMS: Readonly<
  Record<string, { document: OpenApiDocument; baseOf: (endpoint: Endpoint) => string }>
> = {
  privage: { document: privage as OpenApiDocument, baseOf: () => simulators.privage.url },
  partner: { document: partner as OpenApiDocument, baseOf: () => partnerBase(simulators) },
  haravan: {
    document: haravan as OpenApiDocument,
    baseOf: ({ path }) => simulators.haravan.url + (path.startsWith("/admin/") ? `/${shop}` : ""),
  },
};

interface Shot {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: readonly (readonly [string, unknown])[];
  readonly body: string | undefined;
  readonly mediaType: string | undefined;
}

const shotFor = (document: OpenApiDocument, endpoint: Endpoint, known: Known): fc.Arbitrary<Shot> => {
  const named = (place: "path" | "query") =>
    endpoint.parameters.filter((parameter) => parameter.in === place);
  const path = fc.record(
    Object.fromEntries(
      named("path").map(({ name, schema }) => [name, arbitraryForField(document, name, schema, known)]),
    ),
  );
  const pairs = named("query").map(({ name, schema }) =>
    arbitraryForField(document, name, schema, known).map((value) => [name, value] as const),
  );
  const query = pairs.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...pairs), { maxLength: 4 });
  const { requestBody } = endpoint.operation;
  const content = requestBody
    ? Object.entries(resolveLocal<RequestBody>(document, requestBody).content)[0]
    : undefined;
  const [mediaType = "application/json", media] = content ?? [];
  const value = media?.schema ? arbitraryFor(document, media.schema as Schema, known) : nasty;
  const asText = (body: unknown) =>
    mediaType === "application/json"
      ? JSON.stringify(body)
      : new URLSearchParams(
          Object.entries(Object(body)).map(([name, part]) => [name, String(part)]),
        ).toString();
  const body = fc.oneof(
    { arbitrary: value.map(asText), weight: 8 },
    { arbitrary: fc.constantFrom("", "{", "[1,", "null", '"text"', "\u0000", "a=1&a=2", "%%%"), weight: 1 },
  );
  return fc.record({
    path,
    query,
    body: requestBody ? body : fc.constant(undefined),
    mediaType: fc.oneof(
      { arbitrary: fc.constant(mediaType), weight: 8 },
      {
        arbitrary: fc.constantFrom(undefined, "text/plain", "application/json; charset=utf-8", "x"),
        weight: 1,
      },
    ),
  });
};

const encode = (value: unknown) => {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  // A lone surrogate cannot be percent-encoded; an empty segment is another route.
  return encodeURIComponent(Buffer.from(text).toString()) || "%20";
};

const fire = async (base: string, endpoint: Endpoint, token: string | undefined, shot: Shot) => {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => encode(shot.path[name]));
  const query = shot.query.map(([name, value]) => `${name}=${encode(value)}`).join("&");
  const response = await fetch(`${base}${path}?${query}`, {
    method: endpoint.method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(shot.mediaType && shot.body !== undefined && { "content-type": shot.mediaType }),
    },
    body: shot.body ?? null,
  });
  return { status: response.status, text: await response.text() };
};

for (const [name, { document, baseOf }] of Object.entries(PLATFORMS)) {
  describe(name, () => {
    /** Operations that did their work at least once: a fuzzer that is always refused at the door proves nothing. */
    const reached = new Set<string>();
    let known: Known;
    beforeAll(async () => {
      if (name === "haravan") tokens["omniToken"] = (await omniPair(simulators)).access_token;
      known = (await findKnown[name]?.(simulators, tokens)) ?? {};
    });

    test.each(endpointsOf(document).map((endpoint) => [endpoint.operation.operationId, endpoint] as const))(
      "%s never answers 5xx to anything sent to it",
      async (operationId, endpoint) => {
        const scheme = Object.keys((endpoint.operation.security ?? document.security ?? [])[0] ?? {})[0];
        await fc.assert(
          fc.asyncProperty(shotFor(document, endpoint, known), async (shot) => {
            if (name === "haravan") {
              // Keeps the bucket from overflowing and the pair alive: the handlers are meant, not the doors before them.
              await send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds: 60 } });
              if (operationId === "exchangeToken" || operationId === "issueToken") {
                tokens["omniToken"] = (await omniPair(simulators)).access_token;
              }
            }
            const { status, text } = await fire(baseOf(endpoint), endpoint, scheme && tokens[scheme], shot);
            expect(status, text).toBeLessThan(500);
            if (status < 300) reached.add(operationId);
          }),
          { numRuns: RUNS },
        );
      },
      60_000,
    );

    test("all but a few operations were reached with input that fits", () => {
      const all = endpointsOf(document).map(({ operation }) => operation.operationId);
      const missed = all.filter((operationId) => !reached.has(operationId));
      expect(missed.length, `never reached: ${missed}`).toBeLessThan(all.length / 4);
    });

    test("strange request lines and heads are refused, not crashed on", async () => {
      const target = fc.oneof(
        fc.constantFrom(
          "//",
          "/%",
          "/%ff%fe",
          "*",
          "http://elsewhere.example/",
          "/?",
          "/#",
          "/..",
          "/_sim",
          "/_sim/",
          "/_sim/%2e",
        ),
        fc.webPath(),
        fc.stringMatching(/^\/[!-~]{0,60}$/),
      );
      const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND");
      const authorization = fc.constantFrom(
        "",
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Basic eA==",
        "bearer x.y.z",
        "Bearer ..",
      );
      await fc.assert(
        fc.asyncProperty(method, target, authorization, async (verb, path, credential) => {
          const { host, origin } = new URL(baseOf(endpointsOf(document)[0] as Endpoint));
          const head = [
            `${verb} ${path} HTTP/1.1`,
            `Host: ${host}`,
            `Authorization: ${credential}`,
            "Connection: close",
          ];
          const seen = await speak(origin, `${head.join("\r\n")}\r\n\r\n`);
          expect(Number(/^HTTP\/1\.1 (\d+)/.exec(seen.text)?.[1])).toBeLessThan(500);
        }),
        { numRuns: RUNS * 3 },
      );
    });
  });
}
