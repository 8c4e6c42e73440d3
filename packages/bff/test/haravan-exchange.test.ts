/** `POST /haravan/token-exchange` on a shop whose pair is refused, expired, unproved or limited: what is kept, and what is sent. */
import type { ServerResponse } from "node:http";
import type { UpdateObject } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { storeLegacyToken } from "../src/haravan/token-exchange-route.ts";
import { createClock } from "../src/operations/clock.ts";
import type { Tables } from "../src/vault/tables.ts";
import type { Vault } from "../src/vault/vault.ts";
import { json } from "./support/fake-platform.ts";
import { callerToken, haravanConnection } from "./support/platforms.ts";
import { rigPerTest } from "./support/rig.ts";

const ID = "haravan:CAFE01";
const rig = rigPerTest({});
beforeEach(() => rig.bff.vault.connections.put(haravanConnection()));

const authorized = (business: string) => ({ authorization: `Bearer ${callerToken(business)}` });
const exchange = async (token: string, business = "CAFE01") => {
  const answer = await fetch(`${rig.bff.url}/haravan/token-exchange`, {
    method: "POST",
    headers: { ...authorized(business), "content-type": "application/json" },
    body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: token }),
  });
  return { ...((await answer.json()) as { code?: string; detail?: string }), status: answer.status };
};
const call = (business = "CAFE01") =>
  fetch(`${rig.bff.url}/haravan/com/orders.json`, { headers: authorized(business) });
const read = () => rig.bff.vault.tokens.read(ID);
const change = (columns: UpdateObject<Tables, "token">) =>
  rig.bff.vault.database.db.updateTable("token").set(columns).where("id", "=", ID).execute();
const expire = () => change({ expires_at: 1, renew_at: 1 });
const counts = () => ["/token_exchange.json", "/connect/token"].map((path) => rig.platforms.count(path));

/** What Haravan answers at one path from now on. */
const answerAt = (suffix: string, answer: (response: ServerResponse) => void) => {
  rig.platforms.override = ({ path }, response) => {
    if (!path.endsWith(suffix)) return false;
    answer(response);
    return true;
  };
};
const asUsual = () => answerAt("nowhere", () => {});
const refuseRefresh = (error: string) =>
  answerAt("/connect/token", (response) => json(response, 400, { error }));
const text =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "text/plain", ...headers });
    response.end("No");
  };

/** A renewal in the background, while the access token can still be used, fails with `code`. */
const failInBackground = async (code: string) => {
  await change({ renew_at: 0 });
  await exchange("whatever"); // The row is read again.
  await call();
  await expect.poll(async () => (await read())?.failure?.code).toBe(code);
};

describe("a wrong old token", () => {
  it("breaks nothing while only the client secret is wrong", async () => {
    await exchange("legacy-1");
    refuseRefresh("invalid_client");
    await failInBackground("CREDENTIALS_REJECTED");
    const before = (await read())?.secrets;
    expect((await exchange("garbage")).status).toBe(200);
    expect([(await read())?.secrets, (await call()).status]).toEqual([before, 200]);
  });

  it("breaks nothing when the access token has expired meanwhile, and is not what the caller is told of", async () => {
    await exchange("legacy-1");
    const before = (await read())?.secrets;
    refuseRefresh("invalid_client");
    await expire();
    expect(await exchange("garbage")).toMatchObject({
      ...{ code: "CREDENTIALS_REJECTED", detail: expect.stringContaining("client id or secret") },
    });
    expect((await read())?.secrets).toEqual({ ...before, legacyToken: "garbage" });
    asUsual();
    await rig.bff.vault.connections.put({ ...haravanConnection(), secrets: { clientSecret: "right" } });
    expect((await exchange("garbage")).status).toBe(200);
    expect((await read())?.secrets).toEqual({
      accessToken: expect.stringMatching(/^omni/),
      refreshToken: expect.any(String),
    });
    expect(counts()).toEqual([2, 2]);
  });

  it("does not let a refresh token be sent again whose outcome is unknown: nobody knows whether it is a good one", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (path.endsWith("/connect/token")) response.destroy();
      else if (path.endsWith("/shop.json")) text(503)(response);
      else return false;
      return true;
    };
    await exchange("legacy-1");
    await failInBackground("OUTCOME_UNKNOWN");
    expect([(await read())?.secrets?.legacyToken, (await call()).status]).toEqual(["whatever", 200]);
    expect(counts()).toEqual([1, 1]);
  });
});

describe("a new old token", () => {
  const { shop } = haravanConnection().settings;
  const offer = (vault: Vault) =>
    storeLegacyToken(vault, createClock(), { id: ID, shop, legacyToken: "legacy-1" });

  it("is exchanged at once when the merchant had to install the app again", async () => {
    await exchange("legacy-1");
    refuseRefresh("invalid_grant");
    await failInBackground("CREDENTIALS_REJECTED");
    const before = (await read())?.secrets?.accessToken;
    expect((await exchange("legacy-2")).status).toBe(200);
    expect((await read())?.secrets?.accessToken).not.toBe(before);
    expect(counts()[0]).toBe(2);
  });

  it.each([
    ["is refused in text", { failures: 0 }],
    [
      "was refused in text before",
      { failure_code: "UPSTREAM_REJECTED", failure_message: "no", retry_at: 9e15 },
    ],
  ])("replaces an expired pair whose refresh token %s", async (_when, failure) => {
    await exchange("legacy-1");
    answerAt("/connect/token", text(400));
    await expire();
    await change(failure);
    expect((await exchange("legacy-2")).status).toBe(200);
    expect([counts()[0], (await call()).status]).toEqual([2, 200]);
  });

  it("is kept beside a pair that nobody has found out yet to have ended with the installation before", async () => {
    await exchange("legacy-1");
    const ended = (await read())?.secrets?.accessToken;
    await change({ minted_at: 1 });
    rig.platforms.override = ({ path, headers }, response) => {
      const isOfBefore = path.startsWith("/com/") && headers.authorization === `Bearer ${ended}`;
      if (isOfBefore) json(response, 401, { errors: "Unauthorized" });
      else if (path.endsWith("/connect/token")) json(response, 400, { error: "invalid_grant" });
      else return false;
      return true;
    };
    for (const token of ["garbage", "legacy-2"]) expect((await exchange(token)).status).toBe(200);
    expect([(await call()).status, counts()[0]]).toEqual([200, 2]);
  });

  it("is of no use beside a pair that works, and changes nothing about it", async () => {
    await exchange("legacy-1");
    const before = (await read())?.secrets;
    expect((await exchange("garbage")).status).toBe(200);
    expect([(await read())?.secrets, (await call()).status, counts()]).toEqual([before, 200, [1, 0]]);
  });

  it("is noticed by every instance: the connection counts as changed", async () => {
    const { changedAt = 0 } = (await rig.bff.vault.connections.get(ID)) ?? {};
    await expect.poll(() => Date.now()).toBeGreaterThan(changedAt);
    await exchange("legacy-1");
    expect((await rig.bff.vault.connections.get(ID))?.changedAt).toBeGreaterThan(changedAt);
  });

  it("is not stored for a connection that was removed", async () => {
    const { vault } = rig.bff;
    await vault.connections.end(ID, "removed");
    await expect(offer(vault)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect((await read())?.secrets).toBeUndefined();
  });

  it("is not stored for another shop that the operator connects in the moment between look and store", async () => {
    const { vault } = rig.bff;
    const other = { ...haravanConnection(), settings: { shop: "second.myharavan.com", clientId: "app" } };
    const tokens: Vault["tokens"] = {
      ...vault.tokens,
      read: async (id) => {
        const record = await vault.tokens.read(id);
        await vault.connections.put(other);
        return record;
      },
    };
    await expect(offer({ ...vault, tokens })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    const record = await read();
    expect([record?.connection.settings.shop, record?.secrets]).toEqual([other.settings.shop, undefined]);
  });
});

it("an old token whose pair is not proved yet stays through a refresh, until the org id is known", async () => {
  answerAt("/com/shop.json", text(503));
  expect((await exchange("legacy-1")).status).toBe(200);
  await expire();
  expect((await exchange("legacy-1")).status).toBe(200);
  expect((await read())?.secrets?.legacyToken).toBe("legacy-1");
  asUsual();
  await expire();
  expect((await exchange("legacy-1")).status).toBe(200);
  expect((await read())?.secrets?.legacyToken).toBeUndefined();
  expect((await rig.bff.vault.connections.get(ID))?.externalId).toBe("200000244883");
  expect(counts()).toEqual([1, 2]);
});

it("the org id of a shop that was replaced while it was asked for is not kept for the next one", async () => {
  rig.platforms.override = async ({ path }) => {
    const settings = { shop: "second.myharavan.com", clientId: "app" };
    if (path === "/com/shop.json") await rig.bff.vault.connections.put({ ...haravanConnection(), settings });
    return false;
  };
  await exchange("legacy-1");
  expect(await rig.bff.vault.connections.get(ID)).toMatchObject({
    ...{ settings: { shop: "second.myharavan.com" }, externalId: undefined },
  });
  expect((await read())?.secrets).toBeUndefined();
});

it("a shop that is connected to one business is not read by another one's callers before that connection is removed", async () => {
  const { connections } = rig.bff.vault;
  await exchange("legacy-1");
  await connections.put({ ...haravanConnection(), business: "PHO02" });
  expect(await exchange("legacy-1", "PHO02")).toMatchObject({
    ...{ status: 409, code: "NOT_CONNECTED", detail: expect.stringContaining("another business") },
  });
  expect([(await call("PHO02")).status, (await call()).status]).toEqual([409, 200]);
  await connections.end(ID, "removed");
  await expect.poll(async () => (await call("PHO02")).status, { timeout: 15_000 }).toBe(200);
  expect((await connections.findByExternalId("haravan", "200000244883"))?.business).toBe("PHO02");
  expect(counts()[0]).toBe(2);
});

it("a pause that Haravan asked for holds whichever token is sent, and however often", async () => {
  answerAt("/token_exchange.json", text(429, { "retry-after": "60" }));
  for (const token of ["legacy-1", "legacy-1", "legacy-2", "legacy-2", "legacy-1"]) {
    expect(await exchange(token)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
  }
  expect([counts()[0], (await read())?.secrets]).toEqual([1, { legacyToken: "legacy-1" }]);
});

it("a token that was refused is not sent again before the pause is over", async () => {
  for (let count = 0; count < 3; count += 1) {
    expect(await exchange("garbage")).toMatchObject({ code: "CREDENTIALS_REJECTED" });
  }
  expect(counts()[0]).toBe(1);
  expect((await exchange("legacy-1")).status).toBe(200);
});

describe("an uninstalled app", () => {
  beforeEach(async () => {
    await exchange("legacy-1");
    await rig.bff.vault.connections.end(ID, "uninstalled");
  });
  const status = async () => (await rig.bff.vault.connections.get(ID))?.status;

  it("stays uninstalled with a token that Haravan refuses, and is connected with a good one", async () => {
    expect(await exchange("garbage")).toMatchObject({ code: "CREDENTIALS_REJECTED" });
    expect([await status(), (await read())?.secrets]).toEqual(["uninstalled", undefined]);
    expect((await exchange("legacy-2")).status).toBe(200);
    expect([await status(), (await call()).status]).toEqual(["connected", 200]);
  });

  it("is connected by the good one of two tokens that come at the same time", async () => {
    await Promise.all([exchange("garbage"), exchange("legacy-2")]);
    expect([(await exchange("legacy-2")).status, await status()]).toEqual([200, "connected"]);
  });

  it("keeps a token that could not be tried yet", async () => {
    answerAt("/token_exchange.json", text(503));
    expect((await exchange("legacy-2")).code).toBe("UPSTREAM_UNAVAILABLE");
    expect((await read())?.secrets).toEqual({ legacyToken: "legacy-2" });
  });
});
