/** The token that goes with a call: got once, replaced when refused, its refusal told. */
import type { OutgoingHttpHeaders } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { json } from "../support/fake-platform.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";

const rig = forwardRigPerTest();
const { call } = rig;

describe("forwarding", () => {
  it("F26: gets a new token when the platform says invalid_token, and sends the call once more, its body too", async () => {
    const refused = new Set(["partner-1"]);
    rig.platforms.override = ({ headers, path }, response) => {
      if (!path.endsWith("/webhooks") || !refused.has((headers.authorization ?? "").slice(7))) return false;
      json(response, 401, { error: "invalid_token", message: "Token expired" });
      return true;
    };
    await call("/partner/sales");
    await rig.bff.vault.database.db.updateTable("token").set({ minted_at: 0 }).execute();
    const answer = await call("/partner/webhooks", {
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect(await answer.json()).toMatchObject({ token: "partner-2", body: '{"a":1}' });
    expect([rig.platforms.count("/oauth/token"), rig.platforms.count("/webhooks")]).toEqual([2, 2]);
  });

  it("asks for the token again when the platform, or a proxy before it, says that the question did not come in time", async () => {
    rig.platforms.override = ({ path }, response) => {
      const isFirst = path.endsWith("/oauth/token") && rig.platforms.count("/oauth/token") === 1;
      if (isFirst) response.writeHead(408).end();
      return isFirst;
    };
    const answer = await call("/partner/sales");
    expect([answer.status, rig.platforms.count("/oauth/token")]).toEqual([200, 2]);
  });

  it.each<[string, OutgoingHttpHeaders, Buffer | string]>([
    [
      "compressed, as the caller accepts it",
      { "content-encoding": "gzip" },
      gzipSync('{"error":"invalid_token"}'),
    ],
    ["in one of two challenges", { "www-authenticate": ["Basic", 'Bearer error="invalid_token"'] }, ""],
  ])("F26: gets a new token also when the platform says so %s", async (_how, headers, body) => {
    await call("/partner/sales");
    await rig.bff.vault.database.db.updateTable("token").set({ minted_at: 0 }).execute();
    rig.platforms.override = (request, response) => {
      const isRefused =
        request.headers.authorization === "Bearer partner-1" && request.path.endsWith("/sales");
      if (isRefused) response.writeHead(401, headers).end(body);
      return isRefused;
    };
    const answer = await call("/partner/sales");
    expect([answer.status, await answer.json()]).toMatchObject([200, { token: "partner-2" }]);
  });

  it("F26: answers a problem, not the platform's 401, when every token is refused, and does not hammer", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      json(response, 401, { error: "invalid_token" });
      return true;
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => call("/partner/sales")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
    expect(await answers[0]?.json()).toMatchObject({ code: "CREDENTIALS_REJECTED" });
    expect(rig.platforms.count("/oauth/token")).toBeLessThanOrEqual(2);
  });

  it("reads no more of a refusal than it needs, though it never ends, and leaves the connection", async () => {
    let hasLeft = false;
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(401);
      response.write(Buffer.alloc(1_048_576, " "));
      response.on("close", () => {
        hasLeft = true;
      });
      return true;
    };
    const answer = await call("/partner/sales");
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: "CREDENTIALS_REJECTED" }]);
    await expect.poll(() => hasLeft).toBe(true);
  });

  it("learns why from the next token when a refusal does not say, and shows it where its answer says", async () => {
    await call("/partner/sales");
    await rig.bff.vault.database.db.updateTable("token").set({ minted_at: 0 }).execute();
    rig.platforms.override = ({ path }, response) => {
      if (!/\/(sales|token)$/.test(path)) return false;
      json(response, 401, { error: "invalid_client", message: "API application is suspended or revoked" });
      return true;
    };
    const { detail } = (await (await call("/partner/sales")).json()) as { detail: string };
    expect(detail).toContain("GET /connections");
    const shown = async () => (await call("/connections")).json();
    const problem = { code: "CREDENTIALS_REJECTED", detail: expect.stringContaining("suspended") };
    await expect
      .poll(shown, { timeout: 15_000 })
      .toMatchObject({ connections: [{ status: "failing", problem }] });
    // It knows by now: it does not ask again for every call.
    await Promise.all(Array.from({ length: 10 }, () => call("/partner/sales")));
    expect(rig.platforms.count("/oauth/token")).toBe(2);
  });

  it("F25: sends nothing to the platform without a token, and takes an empty answer to a token request for a failure", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/oauth/token")) return false;
      response.writeHead(200);
      response.end();
      return true;
    };
    const answer = await call("/partner/sales");
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
    // Asked again sooner, the platform would not be asked at all.
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(rig.platforms.count("/sales")).toBe(0);
  });

  it("F32: sends the client's credentials once, in the body, and nowhere else", async () => {
    await call("/partner/sales");
    const request = rig.platforms.seen.find(({ path }) => path.endsWith("/oauth/token"));
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "meed_fake",
      client_secret: "canary-partner-secret",
    });
  });

  it.each([
    ["suspended", "API application is suspended or revoked", /suspended or revoked/],
    ["wrong", "Invalid client_id or client_secret", /client id or secret/],
  ])(
    "tells a %s application apart, remembers it, and shows it with what to do",
    async (_what, message, expected) => {
      rig.platforms.override = ({ path }, response) => {
        if (!path.endsWith("/oauth/token")) return false;
        json(response, 401, { error: "invalid_client", message });
        return true;
      };
      for (let count = 0; count < 5; count += 1) {
        expect(await (await call("/partner/sales")).json()).toMatchObject({
          code: "CREDENTIALS_REJECTED",
          detail: expect.stringMatching(expected),
        });
      }
      expect(rig.platforms.count("/oauth/token")).toBe(1);
      expect(await (await call("/connections")).json()).toMatchObject({
        connections: [
          {
            status: "failing",
            problem: { code: "CREDENTIALS_REJECTED", detail: expect.stringMatching(expected) },
          },
        ],
      });
    },
  );
});
