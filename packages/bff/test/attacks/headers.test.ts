/** An attacker who writes headers, or a platform that does: what is passed on, what smuggles, which tokens are well formed. */
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { json } from "../support/fake-platform.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { raw, rawGet, forwarded } = rig;

describe("headers", () => {
  it.each(["/partner/sales", "/privage/v2/connect/campaigns"])(
    "of the caller do not reach a platform by %s: no cookie, no forwarded address, no method override, no baggage",
    async (path) => {
      await rawGet(
        path,
        [
          `authorization: ${AUTHORIZED.authorization}`,
          "cookie: session=canary",
          "x-forwarded-for: 1.2.3.4",
          "x-forwarded-host: evil.example",
          "x-http-method-override: DELETE",
          "forwarded: for=1.2.3.4",
          "baggage: canary=1",
          "tracestate: canary=1",
          "x-haravan-access-token: canary",
          "proxy-authorization: Basic canary",
          "te: trailers",
          "via: evil",
          "",
        ].join("\r\n"),
      );
      const seen = forwarded().at(-1);
      expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual([
        "authorization",
        "connection",
        "host",
        "traceparent",
        "user-agent",
      ]);
      expect(JSON.stringify(seen)).not.toContain("canary");
    },
  );

  it("of a platform do not reach the caller: no cookie, no redirect target, no CORS, no policy", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      json(
        response,
        200,
        {},
        {
          "set-cookie": "canary=1",
          "access-control-allow-origin": "*",
          location: "https://evil.example",
          server: "canary",
          "clear-site-data": '"*"',
        },
      );
      return true;
    };
    const answer = await rawGet("/partner/sales");
    expect(answer).not.toMatch(/canary|set-cookie|access-control|location|clear-site-data/i);
    expect(answer).toContain("cache-control: no-store");
  });

  it.each([
    [
      "both lengths",
      "POST /partner/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /partner/sales HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
    [
      "two lengths",
      "POST /partner/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde",
    ],
    [
      "an obscure transfer coding",
      "POST /partner/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    ],
    ["a space before the colon", "GET /partner/sales HTTP/1.1\r\nhost : x\r\n\r\n"],
    ["a bare line feed in a value", "GET /partner/sales HTTP/1.1\r\nhost: x\r\nx: a\rb\r\n\r\n"],
    ["no host", "GET /partner/sales HTTP/1.1\r\n\r\n"],
    ["headers without end", `GET /partner/sales HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(40_000)}\r\n\r\n`],
  ])("that smuggle are refused: %s", async (_what, bytes) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(forwarded()).toEqual([]);
  });

  it.each([
    ["nothing", undefined],
    ["another scheme", "Basic Y2FuYXJ5"],
    ["an empty token", "Bearer "],
    ["two tokens", `${AUTHORIZED.authorization}, Bearer other`],
    ["a token with a line break", "Bearer a\tb"],
    ["an endless token", `Bearer ${"a".repeat(5_000)}`],
  ])("without a well-formed token are refused without asking anybody: %s", async (_what, authorization) => {
    for (const path of [
      "/partner/sales",
      "/haravan/com/orders.json",
      "/connections",
      "/privage/v2/connect/profile",
      "/webhooks",
    ]) {
      const answer = await fetch(`${rig.bff.url}${path}`, {
        headers: authorization ? { authorization } : {},
      });
      expect([answer.status, await answer.json()]).toMatchObject([
        401,
        { code: "UNAUTHENTICATED", retryable: false },
      ]);
    }
    expect(rig.platforms.seen).toEqual([]);
  });
});
