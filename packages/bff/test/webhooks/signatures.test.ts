/** Whose event it is: the configured scheme of the Partner, and Haravan as its simulator plays it. */
import { createHmac } from "node:crypto";
import { DEMO_CREDENTIALS, startSimulators } from "@privage-addons/simulator";
import { describe, expect, it } from "vitest";
import { startBff } from "../support/bff.ts";
import { haravanConnection, partnerConnection, startPlatforms } from "../support/platforms.ts";
import { startPostgres } from "../support/postgres.ts";
import { AUTHORIZED, rigPerTest } from "../support/rig.ts";

const VERIFY_TOKEN = "verify-me-please";
const rig = rigPerTest({ HARAVAN_WEBHOOK_VERIFY_TOKEN: VERIFY_TOKEN });

describe("the Partner's signature", () => {
  const BODY = '{"event_type":"sale.created"}';
  const hmac = (algorithm: string, encoding: "hex" | "base64") =>
    createHmac(algorithm, "canary-webhook-secret").update(BODY).digest(encoding);

  it.each([
    ["nothing configured", {}, "x-meed-signature", hmac("sha256", "hex")],
    [
      "another header, a prefix and SHA-512 in base64",
      {
        PARTNER_WEBHOOK_HEADER: "X-Hub-Signature",
        PARTNER_WEBHOOK_ALGORITHM: "sha512",
        PARTNER_WEBHOOK_ENCODING: "base64",
        PARTNER_WEBHOOK_PREFIX: "sha512=",
      },
      "x-hub-signature",
      `sha512=${hmac("sha512", "base64")}`,
    ],
    [
      "a prefix with a blank behind it",
      { PARTNER_WEBHOOK_ALGORITHM: "sha512", PARTNER_WEBHOOK_PREFIX: "sha512= " },
      "x-meed-signature",
      `sha512=${hmac("sha512", "hex")}`,
    ],
    [
      "a prefix that is a word, at the end of a Windows line",
      { PARTNER_WEBHOOK_ALGORITHM: "sha512", PARTNER_WEBHOOK_PREFIX: "HMAC \r" },
      "x-meed-signature",
      `HMAC ${hmac("sha512", "hex")}`,
    ],
  ])("is checked as configured: %s", async (_what, env, header, signature) => {
    const platforms = await startPlatforms();
    const bff = await startBff({ ...platforms.env, ...env });
    await bff.vault.connections.put(partnerConnection(platforms.url));
    const send = async (headers: Record<string, string>) =>
      (await fetch(`${bff.url}/webhooks/partner/CAFE01`, { method: "POST", body: BODY, headers })).status;
    const bare = signature.replace(/^(sha512=|HMAC )/, "");
    expect([
      await send({ [header]: signature }),
      await send({ [header]: `sha256=${bare}` }),
      await send({ [header]: bare.slice(0, -1) }),
      await send({ "x-other-signature": signature }),
    ]).toEqual([200, 401, 401, 401]);
    await bff.close();
    await platforms.close();
  });
});

describe("a business code of any length that may be registered", () => {
  it("is one to which the Partner can send", async () => {
    const business = "B".repeat(128);
    await rig.bff.vault.connections.put(partnerConnection(rig.platforms.url, business));
    const url = `${rig.bff.url}/webhooks/partner/${business}`;
    expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401); // The route, not a path that is too long.
  });
});

describe("a business code that no business has", () => {
  it("counts for the address that made it up, also where PostgreSQL takes no such text", async () => {
    const postgres = await startPostgres();
    const VAULT_URL = await postgres.createDatabase();
    const bff = await startBff({ ...rig.platforms.env, VAULT_URL, CALLS_PER_MINUTE: "4" });
    const send = async () =>
      (await fetch(`${bff.url}/webhooks/partner/%00`, { method: "POST", body: "{}" })).status;
    expect([await send(), await send()]).toEqual([401, 429]);
    await bff.close();
    await postgres.stop();
  }, 60_000);
});

describe("a webhook's type", () => {
  it.each(["", "json", "text/plain"])("does not matter when its signature is right: %j", async (type) => {
    const body = '{"event_type":"sale.created"}';
    const signature = createHmac("sha256", "canary-webhook-secret").update(body).digest("hex");
    const headers = { "content-type": type, "x-meed-signature": signature };
    const answer = await fetch(`${rig.bff.url}/webhooks/partner/CAFE01`, { method: "POST", body, headers });
    expect([answer.status, await answer.json()]).toEqual([200, { stored: true }]);
  });
});

describe("a test that Haravan sends", () => {
  it.each(["True", "true", "TRUE"])(
    "is answered, but gives the add-on no order and ends no connection: X-Haravan-Test: %s",
    async (mark) => {
      const { connections } = rig.bff.vault;
      await connections.put(haravanConnection());
      await connections.setExternalId("haravan:CAFE01", "200000244883");
      const send = async (topic: string, body: string, secret = "canary-haravan-secret", test = mark) => {
        const answer = await fetch(`${rig.bff.url}/webhooks/haravan`, {
          method: "POST",
          body,
          headers: {
            "x-haravan-topic": topic,
            "x-haravan-org-id": "200000244883",
            "x-haravan-hmacsha256": createHmac("sha256", secret).update(body).digest("base64"),
            "x-haravan-test": test,
          },
        });
        return [answer.status, await answer.json()];
      };
      expect(await send("orders/create", '{"id":1}')).toEqual([200, { stored: false }]);
      expect(await send("app/uninstalled", '{"id":2}')).toEqual([200, { stored: false }]);
      expect(await send("orders/create", '{"id":1}', "other")).toMatchObject([401, {}]);
      const feed = await (await fetch(`${rig.bff.url}/webhooks`, { headers: AUTHORIZED })).json();
      expect(feed).toEqual({ data: [], next: 0 });
      expect((await connections.get("haravan:CAFE01"))?.status).toBe("connected");
      expect(await send("orders/create", '{"id":1}', undefined, "False")).toEqual([200, { stored: true }]);
    },
  );
});

describe("Haravan, as its simulator plays it", () => {
  it("has its callback verified and its events accepted, and the add-on reads them in order", async () => {
    const simulators = await startSimulators({ orders: 3 });
    const { shop, clientSecret, clientId } = DEMO_CREDENTIALS.CAFE01.haravan;
    const { vault, url } = rig.bff;
    await vault.connections.put({
      ...haravanConnection(),
      settings: { shop, clientId },
      secrets: { clientSecret },
    });
    await vault.connections.setExternalId("haravan:CAFE01", "200000244883");
    const order = async (json: object) => {
      const answer = await fetch(`${simulators.haravan.url}/_sim/webhooks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ shop, url: `${url}/webhooks/haravan`, ...json }),
      });
      return answer.json();
    };
    expect(await order({ verify_token: VERIFY_TOKEN })).toMatchObject({ verified: true });
    expect(await order({ verify_token: "another-token" })).toMatchObject({ verified: false, status: 401 });
    for (const topic of ["orders/create", "products/update", "orders/create"]) {
      expect(await order({ topic })).toEqual({ delivered: true, status: 200 });
    }
    const feed = await (await fetch(`${url}/webhooks`, { headers: AUTHORIZED })).json();
    expect(feed).toMatchObject({ data: [{ topic: "orders/create" }, { topic: "products/update" }] });
    await simulators.close();
  });
});
