/** An attacker who sends webhooks: unsigned, wrongly signed, replayed, too large. */
import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { startBff } from "../support/bff.ts";
import { callerToken, haravanConnection } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { createTestClock } from "../support/virtual.ts";

const rig = attackRigPerTest();

describe("webhooks", () => {
  const BODY = '{"id":9007199254740993,"name":"x"}';
  const sign = (body: string, secret = "canary-haravan-secret") =>
    createHmac("sha256", secret).update(body).digest("base64");
  const send = (headers: Record<string, string>, body = BODY) =>
    fetch(`${rig.bff.url}/webhooks/haravan`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-haravan-topic": "products/update",
        "x-haravan-org-id": "200000244883",
        ...headers,
      },
    });
  const feed = async () => (await fetch(`${rig.bff.url}/webhooks`, { headers: AUTHORIZED })).text();

  it.each([
    ["unsigned", {}],
    ["signed with another secret", { "x-haravan-hmacsha256": sign(BODY, "other") }],
    ["signed over another body", { "x-haravan-hmacsha256": sign(`${BODY} `) }],
    [
      "signed in hex",
      { "x-haravan-hmacsha256": createHmac("sha256", "canary-haravan-secret").update(BODY).digest("hex") },
    ],
    ["of a shop that nobody knows", { "x-haravan-hmacsha256": sign(BODY), "x-haravan-org-id": "1" }],
    ["of a shop with a strange id", { "x-haravan-hmacsha256": sign(BODY), "x-haravan-org-id": "1 or 1=1" }],
  ])("are refused when %s", async (_what, headers) => {
    const answer = await send(headers);
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: "UNAUTHENTICATED" }]);
    expect(await feed()).toBe('{"data":[],"next":0}');
  });

  it("that are replayed are stored once, and their big numbers stay exact", async () => {
    rig.mayChange();
    const signed = { "x-haravan-hmacsha256": sign(BODY) };
    expect([await (await send(signed)).json(), await (await send(signed)).json()]).toEqual([
      { stored: true },
      { stored: false },
    ]);
    const stored = await feed();
    expect(stored.match(/9007199254740993/g)).toHaveLength(1);
    const other = await fetch(`${rig.bff.url}/webhooks`, {
      headers: { authorization: `Bearer ${callerToken("PHO02")}` },
    });
    expect(await other.json()).toEqual({ data: [], next: 0 });
  });

  it("that replay an uninstallation do not disconnect a shop that was installed again", async () => {
    rig.mayChange();
    const uninstalled = { "x-haravan-hmacsha256": sign(BODY), "x-haravan-topic": "app/uninstalled" };
    const install = () =>
      fetch(`${rig.bff.url}/haravan/token-exchange`, {
        method: "POST",
        headers: { ...AUTHORIZED, "content-type": "application/json" },
        body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy" }),
      });
    expect((await install()).status).toBe(200);
    await send(uninstalled);
    const gone = await fetch(`${rig.bff.url}/haravan/com/orders.json`, { headers: AUTHORIZED });
    expect([gone.status, await gone.json()]).toMatchObject([409, { code: "NOT_CONNECTED" }]);
    expect((await install()).status).toBe(200);
    expect(await (await send(uninstalled)).json()).toEqual({ stored: false });
    expect((await fetch(`${rig.bff.url}/haravan/com/orders.json`, { headers: AUTHORIZED })).status).toBe(200);
  });

  it("whose signed body is sent again under the topic of an uninstallation, or for another shop, disconnect nobody", async () => {
    rig.mayChange();
    const { connections } = rig.bff.vault;
    await connections.put(haravanConnection("PHO02"));
    await connections.setExternalId("haravan:PHO02", "2");
    const signed = { "x-haravan-hmacsha256": sign(BODY) };
    const uninstalled = { ...signed, "x-haravan-topic": "app/uninstalled" };
    // The app's secret is the same for every shop, and it signs neither the topic nor the shop.
    expect(await (await send(signed)).json()).toEqual({ stored: true });
    for (const headers of [uninstalled, { ...uninstalled, "x-haravan-org-id": "2" }])
      expect(await (await send(headers)).json()).toEqual({ stored: false });
    const states = await Promise.all(["CAFE01", "PHO02"].map((code) => connections.get(`haravan:${code}`)));
    expect(states.map((connection) => connection?.status)).toEqual(["connected", "connected"]);
  });

  it("with many wrong signatures are refused before anything is read, for one shop or for many that are made up", async () => {
    // No time passes, so that nothing is given back.
    const clock = createTestClock();
    const limited = await startBff({ ...rig.platforms.env, CALLS_PER_MINUTE: "12" }, { clock });
    const { connections } = limited.vault;
    await connections.put(haravanConnection());
    await connections.setExternalId("haravan:CAFE01", "200000244883");
    const post = async (orgId: string, signature = "wrong") => {
      const headers = {
        ...{ "x-haravan-org-id": orgId, "x-haravan-topic": "products/update" },
        "x-haravan-hmacsha256": signature,
      };
      return (await fetch(`${limited.url}/webhooks/haravan`, { method: "POST", body: BODY, headers })).status;
    };
    expect([await post("1"), await post("1"), await post("1")]).toEqual([401, 401, 401]);
    const reads = vi.spyOn(connections, "findByExternalId");
    expect(await post("1")).toBe(429);
    expect(reads).not.toHaveBeenCalled();
    expect(await post("200000244883", sign(BODY))).toBe(200);
    expect([await post("2"), await post("3")]).toEqual([401, 401]);
    expect([await post("4"), await post("200000244883", sign(BODY))]).toEqual([429, 429]);
    expect(reads).toHaveBeenCalledTimes(3);
    const handshake = await fetch(`${limited.url}/webhooks/haravan?hub.verify_token=guess`);
    expect(handshake.status).toBe(429);
    await limited.close();
  });

  it("whose verify token is guessed are held back, the right guess too", async () => {
    const env = { CALLS_PER_MINUTE: "12", HARAVAN_WEBHOOK_VERIFY_TOKEN: "verify-me-please" };
    const limited = await startBff({ ...rig.platforms.env, ...env }, { clock: createTestClock() });
    const guess = async (token: string) => {
      const query = `hub.mode=subscribe&hub.challenge=abc123&hub.verify_token=${token}`;
      return (await fetch(`${limited.url}/webhooks/haravan?${query}`)).status;
    };
    expect([await guess("verify-me-please"), await guess("a"), await guess("b")]).toEqual([200, 401, 401]);
    expect([await guess("c"), await guess("d"), await guess("verify-me-please")]).toEqual([401, 429, 429]);
    await limited.close();
  });

  it("that are too large are refused", async () => {
    const body = `"${"x".repeat(1_048_577)}"`;
    expect((await send({ "x-haravan-hmacsha256": sign(body) }, body)).status).toBe(413);
  });

  it("of the Partner are refused unless signed with the subscription's own secret", async () => {
    rig.mayChange();
    const post = (business: string, secret: string) =>
      fetch(`${rig.bff.url}/webhooks/partner/${business}`, {
        method: "POST",
        body: BODY,
        headers: { "x-meed-signature": createHmac("sha256", secret).update(BODY).digest("hex") },
      });
    expect((await post("CAFE01", "canary-webhook-secret")).status).toBe(200);
    expect((await post("CAFE01", "other")).status).toBe(401);
    expect((await post("PHO02", "canary-webhook-secret")).status).toBe(401);
  });

  it("answer the handshake for the right verify token only, and only with a harmless challenge", async () => {
    const shake = (token: string, challenge: string) =>
      fetch(
        `${rig.bff.url}/webhooks/haravan?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=${challenge}`,
      );
    const right = await shake("verify-me-please", "abc123");
    expect([right.status, await right.text(), right.headers.get("content-type")]).toEqual([
      200,
      "abc123",
      "text/plain",
    ]);
    const wrong = await shake("wrong", "abc123");
    expect([wrong.status, await wrong.text()]).toEqual([
      401,
      expect.stringContaining("not a handshake with the token of HARAVAN_WEBHOOK_VERIFY_TOKEN"),
    ]);
    expect((await shake("verify-me-please", "%3Cscript%3E")).status).toBe(401);
  });
});
