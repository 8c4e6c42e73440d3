/** An attacker who is a caller of another business, or of none. */
import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { callerToken } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { forwarded } = rig;

describe("another business", () => {
  it("cannot attach a shop that is not registered for it", async () => {
    const answer = await fetch(`${rig.bff.url}/haravan/token-exchange`, {
      method: "POST",
      headers: { authorization: `Bearer ${callerToken("PHO02")}`, "content-type": "application/json" },
      body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy" }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: "NOT_CONNECTED" }]);
    expect(forwarded()).toEqual([]);
  });

  it("cannot be named in a header, a query or a body", async () => {
    const answer = await fetch(`${rig.bff.url}/partner/sales?business=CAFE01&business_code=CAFE01`, {
      headers: {
        authorization: `Bearer ${callerToken("PHO02")}`,
        "x-business": "CAFE01",
        "x-business-code": "CAFE01",
      },
    });
    expect(await answer.json()).toMatchObject({ code: "NOT_CONNECTED" });
    expect(forwarded()).toEqual([]);
  });

  it("cannot break a working shop with a wrong old token", async () => {
    const exchange = (token: string) =>
      fetch(`${rig.bff.url}/haravan/token-exchange`, {
        method: "POST",
        headers: { ...AUTHORIZED, "content-type": "application/json" },
        body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: token }),
      });
    rig.mayChange();
    expect((await exchange("legacy")).status).toBe(200);
    const before = await rig.bff.vault.tokens.read("haravan:CAFE01");
    expect((await exchange("junk")).status).toBe(200);
    expect((await rig.bff.vault.tokens.read("haravan:CAFE01"))?.secrets).toEqual(before?.secrets);
    expect(rig.platforms.count("/admin/token_exchange.json")).toBe(1);
  });
});

describe("the memory of callers", () => {
  it("is not poisoned: a refused token is not accepted for anybody, and an accepted one not for another business", async () => {
    const get = (token: string) =>
      fetch(`${rig.bff.url}/connections`, { headers: { authorization: `Bearer ${token}` } });
    const [cafe, nobody, pho] = await Promise.all([
      get(callerToken("CAFE01")),
      get("nobody"),
      get(callerToken("PHO02")),
    ]);
    expect([cafe.status, nobody.status, pho.status]).toEqual([200, 401, 200]);
    expect(await pho.json()).toEqual({ business: "PHO02", connections: [] });
    expect((await get(hash("sha256", callerToken("CAFE01"), "base64url"))).status).toBe(401);
  });

  it("F33: asks about one bad token once in 5 s, however often it is tried", async () => {
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: 1_000 }, () =>
        fetch(`${rig.bff.url}/connections`, { headers: { authorization: "Bearer bad" } }).then((answer) =>
          answer.text(),
        ),
      ),
    );
    expect(rig.platforms.count("/add-on/status")).toBeLessThanOrEqual(
      1 + (performance.now() - startedAt) / 5_000,
    );
  });
});
