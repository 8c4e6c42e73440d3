import { operations as haravanOperations } from "@privage-addons/contracts/haravan";
import haravan from "@privage-addons/contracts/openapi/haravan.gen.json" with { type: "json" };
import partner from "@privage-addons/contracts/openapi/partner.gen.json" with { type: "json" };
import privage from "@privage-addons/contracts/openapi/privage.gen.json" with { type: "json" };
import { operations as partnerOperations } from "@privage-addons/contracts/partner";
import { operations as privageOperations } from "@privage-addons/contracts/privage";
import { describe, expect, test } from "vitest";
import { certaintyPage } from "../scripts/certainty.ts";
import { endpointsOf, resolveReference, type UpstreamDocument } from "../scripts/upstreams.ts";

const DOCUMENTS = {
  privage: { document: privage as unknown as UpstreamDocument, table: privageOperations },
  partner: { document: partner as unknown as UpstreamDocument, table: partnerOperations },
  haravan: { document: haravan as unknown as UpstreamDocument, table: haravanOperations },
};

const MARKS = ["specified", "documented", "observed", "inferred", "unknown"];

describe.each(Object.entries(DOCUMENTS))("%s", (_, { document, table }) => {
  const endpoints = endpointsOf(document);

  test("every operation says how sure its path is and where it was read; what is assumed says what is", () => {
    for (const { operation } of endpoints) {
      expect(MARKS, operation.operationId).toContain(operation["x-certainty"]);
      expect(operation["x-source"], operation.operationId).toMatch(/^https:\/\//);
      if (operation["x-certainty"] === "inferred")
        expect(operation["x-certainty-note"]).toMatch(/assumed|pattern|agree/);
    }
  });

  test("every body and answer says how sure it is", () => {
    for (const { operation } of endpoints) {
      const parts = [
        ...Object.values(operation.responses),
        ...(operation.requestBody ? [operation.requestBody] : []),
      ];
      for (const part of parts)
        expect(MARKS, operation.operationId).toContain(resolveReference(document, part)["x-certainty"]);
    }
  });

  test("what the note of an operation calls assumed is not marked as documented", () => {
    for (const { operation } of endpoints) {
      const { operationId, requestBody, responses } = operation;
      const assumed = (operation["x-certainty-note"] ?? "")
        .split(/[.;]/)
        .filter((part) => part.includes("assumed"));
      const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1];
      const parts = [
        ...(assumed.some((part) => /\b(answer|response)\b/.test(part)) && success ? [success] : []),
        ...(assumed.some((part) => /\bbody\b/.test(part)) && requestBody ? [requestBody] : []),
      ];
      for (const part of parts)
        expect(resolveReference(document, part)["x-certainty"], operationId).not.toBe("documented");
    }
  });

  test("the certainty page names each operation as the override file must, beside its path", () => {
    const page = certaintyPage(new Map([["one", document]]));
    for (const { method, path, operation } of endpoints)
      expect(page).toContain(`| \`${operation.operationId}\` | \`${method} ${path}\` |`);
  });

  test("the table for run time lists the same operations, each id once", () => {
    expect(table.map(({ operationId, method, path }) => ({ operationId, method, path }))).toEqual(
      endpoints.map(({ method, path, operation }) => ({ operationId: operation.operationId, method, path })),
    );
    expect(new Set(table.map(({ operationId }) => operationId)).size).toBe(table.length);
  });
});

test("Privage's paths that the vendor documents are as documented, prefixes and all", () => {
  const sure = endpointsOf(DOCUMENTS.privage.document)
    .filter(({ operation }) => operation["x-certainty"] !== "inferred")
    .map(({ method, path }) => `${method} ${path}`);
  expect(sure.toSorted()).toEqual([
    "DELETE /api/v1/connect/coupon/void/{couponUuid}",
    "GET /api/v1/connect/transactions",
    "GET /v2/connect/transactions",
    "POST /api/v1/connect/add/points",
    "POST /v1/auth-connect/exchange-token",
    "POST /v2/connect/burn/points",
  ]);
});

test("every Privage operation shows an example of its body and of its answer, errors too", () => {
  const { document } = DOCUMENTS.privage;
  for (const { operation } of endpointsOf(document)) {
    for (const part of [
      ...Object.values(operation.responses),
      ...(operation.requestBody ? [operation.requestBody] : []),
    ]) {
      const { content } = resolveReference(document, part) as { content?: Record<string, object> };
      const media = content?.["application/json"] ?? {};
      expect("example" in media || "examples" in media, operation.operationId).toBe(true);
    }
  }
});

test("every Partner operation but the token's names its scope", () => {
  for (const row of partnerOperations) {
    if (row.operationId !== "issueToken")
      expect(row).toHaveProperty("scope", expect.stringMatching(/^read:[a-z]+$/));
  }
});
