import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { endpointsOf, type OpenApiDocument } from "../src/contract/document.ts";
import { createRouter } from "../src/contract/router.ts";
import { errors } from "../src/privage/errors.ts";
import { type Answer, json } from "../src/server/answer.ts";
import { readHead } from "../src/server/incoming.ts";
import { admit, type Platform } from "../src/server/platform.ts";
import { type ContractBreach, createProducer } from "../src/server/produce.ts";

const document = {
  info: { title: "A platform with one promise" },
  paths: {
    "/thing": {
      get: {
        operationId: "getThing",
        responses: {
          "200": {
            description: "The thing.",
            content: {
              "application/json": {
                schema: { type: "object", required: ["id"], properties: { id: { type: "integer" } } },
              },
            },
          },
        },
      },
    },
  },
} satisfies OpenApiDocument;

/** Serves one answer through the producer and tells what the caller and the keeper of defects saw. */
const produceOnce = async (answer: () => Answer) => {
  const breaches: ContractBreach[] = [];
  const crashes: unknown[] = [];
  const platform: Platform = {
    name: "privage",
    document,
    corsOrigins: [],
    locate: ({ path }) => ({ path }),
    admit: () => admit(undefined),
    handlers: { getThing: answer },
    errors,
    control: {},
    linked: [],
    reset: () => {},
  };
  const produce = createProducer(
    platform,
    {},
    {
      onBreach: (breach) => breaches.push(breach),
      onCrash: (error) => crashes.push(error),
    },
  );
  const route = createRouter(endpointsOf(document)).match("GET", "/thing");
  const server = createServer(async (message, response) => {
    const { status, headers, bytes } = await produce(readHead(message), route, undefined);
    response.writeHead(status, headers).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/thing`);
  await response.text();
  server.closeAllConnections();
  server.close();
  return { status: response.status, breaches, crashes };
};

test("an answer that fits its document passes", async () => {
  expect(await produceOnce(() => json(200, { id: 1 }))).toEqual({ status: 200, breaches: [], crashes: [] });
});

test.each([
  ["a field of the wrong type", () => json(200, { id: "1" }), "id"],
  ["a missing field", () => json(200, {}), "id"],
  ["an undocumented status", () => json(202, { id: 1 }), ""],
  ["an undocumented media type", (): Answer => ({ status: 200, text: "1" }), ""],
])("an answer with %s is a defect, and becomes 500", async (_, answer, field) => {
  const { status, breaches } = await produceOnce(answer);
  expect(status).toBe(500);
  expect(breaches).toHaveLength(1);
  expect(breaches[0]?.violations[0]?.field).toBe(field);
});

test("a handler that throws is a defect, and becomes 500", async () => {
  const { status, crashes } = await produceOnce(() => {
    throw new Error("boom");
  });
  expect(status).toBe(500);
  expect(crashes).toHaveLength(1);
});
