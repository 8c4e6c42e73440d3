/** An attacker who wants something false remembered: by the BFF, or by a cache between it and a browser. */
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { json } from "../support/fake-platform.ts";
import { callerToken } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const connections = (token: string) =>
  fetch(`${rig.bff.url}/connections`, { headers: { authorization: `Bearer ${token}` } });

describe("the memory of callers", () => {
  it("takes no token for another one that only looks like it", async () => {
    const token = callerToken("CAFE01");
    expect((await connections(token)).status).toBe(200);
    for (const other of [`${token}=`, token.toUpperCase(), `${token}.`, token.slice(0, -1), `x${token}`]) {
      const answer = await connections(other);
      if (answer.status === 200) expect(await answer.json()).not.toMatchObject({ business: "CAFE01" });
      else expect(answer.status).toBe(401);
    }
  });

  it.each([
    ["names no business", 200, {}],
    ["names an empty one", 200, { business: { business_code: "" } }],
    ["names one that is no text", 200, { business: { business_code: ["CAFE01"] } }],
    ["is no JSON", 200, undefined],
    ["is a failure with a body that looks good", 500, { business: { business_code: "CAFE01" } }],
    ["is a redirect with a body that looks good", 302, { business: { business_code: "CAFE01" } }],
  ])("lets nobody in for an answer that %s, and keeps nothing of it", async (_what, status, body) => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/add-on/status")) return false;
      if (body) json(response, status, body);
      else response.end("<html>");
      return true;
    };
    const refused = await connections(callerToken("CAFE01"));
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
    rig.platforms.override = () => false;
    expect((await connections(callerToken("CAFE01"))).status).toBe(200);
  });
});

describe("a cache in between", () => {
  it.each([
    "/partner/sales",
    "/privage/v2/connect/campaigns",
    "/connections",
    "/webhooks",
    "/partner/nothing",
    "/nothing",
    "/webhooks/haravan",
  ])("is told to keep nothing of %s, whatever the platform says", async (path) => {
    rig.platforms.override = ({ path: asked }, response) => {
      if (!asked.endsWith("/sales") && !asked.endsWith("/campaigns")) return false;
      json(
        response,
        200,
        {},
        { "cache-control": "public, max-age=31536000", expires: "Fri, 01 Jan 2100 00:00:00 GMT" },
      );
      return true;
    };
    const { headers } = await fetch(`${rig.bff.url}${path}`, { headers: AUTHORIZED });
    expect([headers.get("cache-control"), headers.get("expires")]).toEqual(["no-store", null]);
  });

  it("is never asked to mix up what two callers get: the host that a caller names is in no answer", async () => {
    for (const path of ["/partner/sales", "/nothing", "/connections"]) {
      const answer = await rig.raw(
        `GET ${path} HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\nx-original-url: /connections\r\nx-rewrite-url: /connections\r\nauthorization: ${AUTHORIZED.authorization}\r\nconnection: close\r\n\r\n`,
      );
      expect(answer).not.toContain("evil.example");
    }
    expect(rig.forwarded().filter(({ path }) => path === "/connections")).toEqual([]);
  });
});
