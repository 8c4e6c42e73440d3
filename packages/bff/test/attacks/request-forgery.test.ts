/** An attacker who wants this server to call an address of theirs. */
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { forwarded } = rig;

describe("server-side request forgery", () => {
  it.each([
    "evil.example",
    "cafe01.myharavan.com.evil.example",
    "evil.example/cafe01.myharavan.com",
    "cafe01.myharavan.com@evil.example",
    "cafe01.myharavan.com:8080",
    "CAFE01.myharavan.com",
    "-cafe.myharavan.com",
    "a.b.myharavan.com",
    "cafe01.myharavan.com#",
    "cafe01.myharavan.com\n",
    "127.0.0.1",
    "[::1]",
    "",
    "аcafe.myharavan.com",
  ])("by shop name is refused before a secret leaves: %j", async (shop) => {
    const answer = await fetch(`${rig.bff.url}/haravan/token-exchange`, {
      method: "POST",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
      body: JSON.stringify({ shop, access_token: "legacy" }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "SHOP_NAME_INVALID" }]);
    expect(forwarded()).toEqual([]);
  });

  it("by a redirect of the token endpoint gets no secret", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/oauth/token")) return false;
      response.writeHead(307, { location: `${rig.platforms.url}/steal` });
      response.end();
      return true;
    };
    const answer = await fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED });
    expect(await answer.json()).toMatchObject({ code: "UPSTREAM_REJECTED" });
    expect(rig.platforms.count("/steal")).toBe(0);
  });

  it("by a redirect of a resource is passed on as an answer without its target, and not followed", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(302, { location: `${rig.platforms.url}/steal` });
      response.end();
      return true;
    };
    const answer = await fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED, redirect: "manual" });
    expect([answer.status, answer.headers.get("location"), rig.platforms.count("/steal")]).toEqual([
      302,
      null,
      0,
    ]);
  });
});
