/** What a platform is asked and what a caller is answered: the same as without this server between them. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../src/forward/ask.ts";
import { json } from "../support/fake-platform.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();
const { call } = rig;

describe("forwarding", () => {
  it("leaves a query as it is: repeated parameters, cursors, encodings, order", async () => {
    const query = "?branch_id=u1&branch_id=u2&cursor=eyJjIjoi%2B%2F0%3D&q=%E0%B8%81+a%20b&flag&empty=&x=%zz";
    await call(`/partner/sales${query}`);
    expect(rig.platforms.seen.at(-1)?.path).toBe(`/api/partner/v1/sales${query}`);
  });

  it.each(["", "json", "a/b/c", "text/xml", "application/json; charset"])(
    "takes a body of any type, and passes the type on as it is: %j",
    async (type) => {
      const headers = { "content-type": type };
      const answer = await call("/partner/webhooks", { method: "POST", headers, body: "{}" });
      expect(answer.status).toBe(200);
      expect(rig.platforms.seen.at(-1)).toMatchObject({ method: "POST", headers, body: "{}" });
    },
  );
  it("takes a target that is written in full for the same target", async () => {
    const { hostname, port } = new URL(rig.bff.url);
    const socket = connect(Number(port), hostname);
    const head = `host: bff.example\r\nauthorization: ${AUTHORIZED.authorization}\r\nconnection: close\r\n`;
    socket.write(`GET HTTP://bff.example:1/partner/sales?at=http://x/y HTTP/1.1\r\n${head}\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    expect(rig.platforms.seen.at(-1)?.path).toBe("/api/partner/v1/sales?at=http://x/y");
  });

  it("R6: takes Retry-After as seconds, with decimals, or as a date, and passes on whole seconds", async () => {
    const now = Date.parse("2026-11-22T00:00:00Z");
    expect([
      retryAfterMs("120", now),
      retryAfterMs("2.0", now),
      retryAfterMs("Sun, 22 Nov 2026 00:01:00 GMT", now),
    ]).toEqual([120_000, 2_000, 60_000]);
    expect([
      retryAfterMs(undefined),
      retryAfterMs("soon"),
      retryAfterMs("-1", now),
      retryAfterMs("1e9", now),
      retryAfterMs("999999999", now),
    ]).toEqual([undefined, undefined, undefined, undefined, 3_600_000]);
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/products")) return false;
      json(response, 429, { error: "rate_limit_exceeded" }, { "retry-after": "2.5" });
      return true;
    };
    const answer = await call("/partner/products");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "3"]);
  });

  it.each([
    [408, 504],
    [421, 502],
  ])("tells %i, on which Chromium sends a write again by itself, as %i", async (status, told) => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/add/points")) return false;
      json(response, status, { message: "Request Timeout" });
      return true;
    };
    const answer = await call("/privage/v2/connect/add/points", { method: "POST", body: "{}" });
    expect([answer.status, await answer.json()]).toEqual([told, { message: "Request Timeout" }]);
  });

  it("an answer without a body does not announce one, whatever the platform says", async () => {
    const url = await rig.startRaw((socket) =>
      socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n")),
    );
    const { url: bff } = await rig.startBffFor(url);
    const answer = await fetch(`${bff}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    expect([answer.status, answer.headers.get("content-length")]).toEqual([204, null]);
  });

  it("R6: calls the platform once for one GET that is answered 503", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      json(response, 503, { error: "server_error" }, { "retry-after": "120" });
      return true;
    };
    const answer = await call("/partner/sales");
    expect([answer.status, answer.headers.get("retry-after"), rig.platforms.count("/sales")]).toEqual([
      503,
      "120",
      1,
    ]);
  });
});
