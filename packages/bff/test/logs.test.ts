import { AddOnError } from "@privage-addons/contracts";
import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog, errorFacts as errorFactsOf, type LogEvent } from "../src/operations/logs.ts";
import { type RunningBff, startBff } from "./support/bff.ts";
import {
  callerToken,
  haravanConnection,
  type Platforms,
  partnerConnection,
  startPlatforms,
} from "./support/platforms.ts";

let platforms: Platforms;
let bff: RunningBff;
beforeEach(async () => {
  platforms = await startPlatforms();
  bff = await startBff(platforms.env);
  await bff.vault.connections.put(partnerConnection(platforms.url));
  await bff.vault.connections.put(haravanConnection());
});
afterEach(async () => {
  await bff.close();
  await platforms.close();
});

const CANARY = /c4n4ry/;

/** A text with the canary somewhere in it, as it could be in any field. */
const secret = fc.string({ unit: "grapheme-ascii", maxLength: 12 }).map((text) => `${text}c4n4ry${text}`);
const headerSafe = fc
  .string({ unit: fc.constantFrom(..."abcXYZ019-_.".split("")), maxLength: 10 })
  .map((text) => `${text}c4n4ry`);

describe("logs", () => {
  it("F30: hold no secret, whatever field of a request or an answer it is in, nor do errors, metrics and the database", async () => {
    platforms.override = ({ path, headers }, response) => {
      if (path === "/v2/connect/add-on/status" && headers["x-ok"] === undefined) return false;
      if (path.endsWith("/oauth/token")) {
        response.writeHead(500, { "content-type": "text/plain", "x-secret": "c4n4ry" });
        response.end("c4n4ry: stack trace with c4n4ry");
        return true;
      }
      return false;
    };
    await fc.assert(
      fc.asyncProperty(headerSafe, secret, async (header, text) => {
        const headers = {
          authorization: `Bearer ${header}`,
          cookie: header,
          "x-request-id": header,
          "user-agent": header,
          traceparent: header,
          "content-type": "application/json",
        };
        const good = { ...headers, authorization: `Bearer ${callerToken("CAFE01")}` };
        const body = JSON.stringify({ shop: text, access_token: text, refresh_token: text });
        const query = encodeURIComponent(text);
        const answers = await Promise.all([
          fetch(`${bff.url}/partner/sales?token=${query}`, { headers }),
          fetch(`${bff.url}/partner/sales?token=${query}`, { headers: good }),
          fetch(`${bff.url}/partner/${query}`, { headers: good }),
          fetch(`${bff.url}/${query}`, { headers: good }),
          fetch(`${bff.url}/haravan/token-exchange`, { method: "POST", headers: good, body }),
          fetch(`${bff.url}/haravan/token-exchange`, { method: "POST", headers: good, body: text }),
          fetch(`${bff.url}/haravan/token-exchange`, {
            method: "POST",
            headers: good,
            body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: header }),
          }),
          fetch(`${bff.url}/webhooks/haravan`, {
            method: "POST",
            headers: { ...good, "x-haravan-hmacsha256": header, "x-haravan-topic": header },
            body,
          }),
          fetch(`${bff.url}/webhooks?after=${query}`, { headers: good }),
        ]);
        for (const answer of answers) expect(await answer.text()).not.toMatch(CANARY);
      }),
      { numRuns: 25 },
    );
    expect(bff.logs()).not.toMatch(CANARY);
    expect(bff.logs()).not.toMatch(/canary|legacy/);
    expect(await (await fetch(`${bff.url}/metrics`)).text()).not.toMatch(/c4n4ry|canary|CAFE01/);
    const tables = await Promise.all(
      ["connection", "token", "webhook", "orphan"].map((table) =>
        sql`select * from ${sql.table(table)}`.execute(bff.vault.database.db),
      ),
    );
    expect(JSON.stringify(tables.map(({ rows }) => rows))).not.toMatch(/c4n4ry|canary/);
  }, 60_000);

  it("F30: say nothing but what is listed, even if somebody passes more", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(secret, fc.object({ values: [secret] }))),
        secret,
        (extra, text) => {
          const lines: string[] = [];
          const log = createLog("info", { write: (line) => void lines.push(line) });
          const {
            event: _event,
            method: _method,
            route: _route,
            business: _business,
            provider: _provider,
            trace: _trace,
            code: _code,
            address: _address,
            status: _status,
            ms: _ms,
            error: _error,
            count: _count,
            ...unlisted
          } = extra;
          log.info({ ...unlisted, event: "request" } as unknown as LogEvent);
          const error = new TypeError(text, {
            cause: Object.assign(new Error(text), { code: text, headers: { authorization: text } }),
          });
          log.error({ event: "broken", error: errorFactsOf(error) });
          expect(lines.join("")).not.toMatch(CANARY);
        },
      ),
    );
  });

  it("keep the text of our own errors, and where a foreign one came from", () => {
    expect(
      errorFactsOf(new AddOnError("NOT_CONNECTED", "why", { cause: new RangeError("hidden") })),
    ).toMatchObject({
      name: "AddOnError",
      code: "NOT_CONNECTED",
      message: "why",
      cause: { name: "RangeError" },
    });
    expect(JSON.stringify(errorFactsOf(new RangeError("hidden")))).not.toContain("hidden");
  });
});
