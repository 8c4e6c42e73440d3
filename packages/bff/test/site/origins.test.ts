/** Which other origins may call, and what their pages are told. */
import { describe, expect, it } from "vitest";
import { AUTHORIZED } from "../support/rig.ts";
import { siteRigPerTest } from "../support/site-rig.ts";

const rig = siteRigPerTest();

describe("browsers of other origins", () => {
  it("may call only from the exact origins configured, without credentials", async () => {
    const preflight = (origin: string) =>
      fetch(`${rig.bff.url}/partner/sales`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "GET",
          "access-control-request-headers": "authorization",
        },
      });
    const get = (origin: string) =>
      fetch(`${rig.bff.url}/partner/sales`, { headers: { ...AUTHORIZED, origin } });
    const allowed = [await preflight("https://desk.example"), await get("https://desk.example")];
    expect(allowed.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([
      "https://desk.example",
      "https://desk.example",
    ]);
    expect(allowed.map(({ headers }) => headers.get("access-control-allow-credentials"))).toEqual([
      null,
      null,
    ]);
    for (const origin of [
      "https://desk.example.evil",
      "http://desk.example",
      "null",
      "https://evil.example",
    ]) {
      const answers = [await preflight(origin), await get(origin)];
      expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).not.toContain(origin);
      expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).not.toContain("*");
    }
  });

  it("see when to come back also where the platform names a date, for which they need the answer's own", async () => {
    const date = "Sun, 29 Nov 2026 00:01:00 GMT";
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(429, { "retry-after": date }).end();
      return true;
    };
    const headers = { ...AUTHORIZED, origin: "https://desk.example" };
    const answer = await fetch(`${rig.bff.url}/partner/sales`, { headers });
    const exposed = answer.headers.get("access-control-expose-headers")?.split(", ");
    expect([answer.headers.get("retry-after"), exposed]).toEqual([
      date,
      expect.arrayContaining(["retry-after", "date"]),
    ]);
  });

  it("are told, logged and counted when a path is not well-formed, as with every other refusal", async () => {
    const headers = { origin: "https://desk.example", "content-type": "text/xml" };
    const url = `${rig.bff.url}/partner/%zz?secret=canary`;
    const answer = await fetch(url, { method: "POST", headers, body: "<x/>" });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "ROUTE_NOT_ALLOWED", detail: "This path is not well-formed.", trace_id: expect.any(String) },
    ]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://desk.example");
    await expect.poll(() => rig.bff.logs()).toMatch(/"method":"POST","route":"other","status":400/);
    expect(rig.bff.logs()).not.toContain("canary");
    const metrics = await (await fetch(`${rig.bff.url}/metrics`)).text();
    expect(metrics).toMatch(/requests_total\{route="other",status="400"\} 1/);
  });
});
