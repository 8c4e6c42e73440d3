/**
 * A migration with another client id or secret than the vault has: shops that have a pair keep theirs, the others get the new
 * one. And what a row's old token does for a shop that was given two, whose pair is dead, or that uninstalled the app.
 */
import { AddOnError } from "@privage-addons/contracts";
import { expect, it } from "vitest";
import { migrateShops, type ShopResult } from "../../src/haravan/migrate.ts";
import type { NewConnection } from "../../src/vault/connection.ts";
import { keeperRigPerTest } from "../support/keeper-rig.ts";

const rig = keeperRigPerTest();
const ID = "haravan:CAFE01";
const STORED: NewConnection = {
  ...{ provider: "haravan", business: "CAFE01" },
  settings: { shop: "cafe01.myharavan.com", clientId: "app" },
  secrets: { clientSecret: "stored" },
};

/** What is said of the last row. */
const migrate = async (
  clientId: string,
  clientSecret: string,
  oldTokens = ["legacy-token"],
): Promise<ShopResult | undefined> => {
  const results: ShopResult[] = [];
  const shop = { business: "CAFE01", shop: "cafe01.myharavan.com" };
  await migrateShops(
    oldTokens.map((access_token) => ({ ...shop, access_token })),
    {
      vault: rig.vault,
      keeper: rig.createKeeper(),
      clock: rig.clock,
      clientId,
      clientSecret,
      concurrency: oldTokens.length,
      signal: new AbortController().signal,
      wasOurs: () => true,
      onPause: () => {},
      onResult: (result) => results.push(result),
    },
  );
  return results.at(-1);
};

/** A shop with a pair; its access token lives for a minute. */
const connect = async () => {
  await rig.vault.connections.put(STORED);
  const lease = await rig.vault.tokens.lease(ID, 0, "me", 3_000);
  const life = { renewInMs: 60_000, expiresInMs: 60_000 };
  if (lease) await rig.vault.tokens.commit(lease, { accessToken: "a", refreshToken: "r" }, life);
};
const fail = async (code: "CREDENTIALS_REJECTED" | "UPSTREAM_UNAVAILABLE") => {
  const lease = await rig.vault.tokens.lease(ID, 1, "me", 3_000);
  if (lease) await rig.vault.tokens.fail(lease, { code, message: "", retryInMs: 0 });
};

it.each([
  ["client secret", "app", "TYPO"],
  ["client id", "TYPO", "stored"],
])("a working shop keeps its %s and its pair, and the report says so", async (_what, clientId, secret) => {
  await connect();
  const result = await migrate(clientId, secret);
  expect(result).toMatchObject({ result: "refused", reason: expect.stringContaining("was kept") });
  expect(JSON.stringify(result)).not.toMatch(/TYPO|stored/);
  expect(await rig.vault.connections.get(ID)).toMatchObject(STORED);
  expect((await rig.vault.tokens.read(ID))?.secrets).toEqual({ accessToken: "a", refreshToken: "r" });
});

it.each([
  ["its access token still works", 0],
  ["its access token has expired", 61_000],
])(
  "a pair that was refused for another reason is not erased by another client id while %s",
  async (_when, ms) => {
    await connect();
    await fail("CREDENTIALS_REJECTED");
    await rig.clock.advance(ms);
    const result = await migrate("TYPO", "stored");
    expect(result).toMatchObject({ result: "refused", reason: expect.stringContaining("was kept") });
    expect((await rig.vault.tokens.read(ID))?.secrets).toEqual({ accessToken: "a", refreshToken: "r" });
  },
);

it("another client id waits for an exchange that is under way with the first one, and then keeps its pair", async () => {
  await rig.vault.connections.put(STORED);
  await rig.vault.tokens.replace(ID, 0, { legacyToken: "legacy-token" });
  const lease = await rig.vault.tokens.lease(ID, 1, "another machine", 3_000);
  expect(await migrate("TYPO", "stored")).toMatchObject({ result: "retry" });
  const life = { renewInMs: 60_000, expiresInMs: 60_000 };
  if (lease) await rig.vault.tokens.commit(lease, { accessToken: "a" }, life);
  expect(await migrate("TYPO", "stored")).toMatchObject({ result: "refused" });
  expect((await rig.vault.tokens.read(ID))?.secrets).toEqual({ accessToken: "a" });
});

it("a client id that was wrong in the first run, and got no pair, is corrected by the next", async () => {
  rig.obtain = () => Promise.reject(new AddOnError("UPSTREAM_REJECTED", "The client id is wrong."));
  expect(await migrate("TYPO", "right")).toMatchObject({ result: "refused" });
  rig.obtain = () => Promise.resolve({ secrets: { accessToken: "a" }, lifeMs: 60_000 });
  expect(await migrate("app", "right")).toMatchObject({ result: "converted" });
});

it("a shop whose credentials are refused gets the new secret, and is converted", async () => {
  await connect();
  await fail("CREDENTIALS_REJECTED");
  await rig.clock.advance(61_000);
  expect(await migrate("app", "right")).toMatchObject({ result: "converted" });
  expect((await rig.vault.connections.get(ID))?.secrets).toEqual({ clientSecret: "right" });
});

it("a shop that was converted before is not said to be converted now, though its access token has expired", async () => {
  await connect();
  await fail("UPSTREAM_UNAVAILABLE");
  await rig.clock.advance(61_000);
  expect(await migrate("app", "stored")).toMatchObject({ result: "already" });
  expect(rig.asked).toEqual([{ accessToken: "a", refreshToken: "r" }]);
});

it("a shop that stands in the file twice, first with a token that is no longer good, is converted with the other", async () => {
  rig.obtain = async (_connection, held) => {
    if (held?.legacyToken === "expired") throw new AddOnError("CREDENTIALS_REJECTED", "Reinstall the app.");
    return { secrets: { accessToken: "a", refreshToken: "r" }, lifeMs: 60_000 };
  };
  expect(await migrate("app", "right", ["expired", "current"])).toMatchObject({ result: "converted" });
});

it("a shop that stands in the file twice, first with a good token that Haravan had no time for, is converted with that one", async () => {
  rig.obtain = async (_connection, held) => {
    if (rig.asked.length === 1) throw new AddOnError("RATE_LIMITED", "Slow down.");
    if (held?.legacyToken === "expired") throw new AddOnError("CREDENTIALS_REJECTED", "Reinstall the app.");
    return { secrets: { accessToken: "a", refreshToken: "r" }, lifeMs: 60_000 };
  };
  const last = rig.during(5_000, migrate("app", "right", ["current", "expired"]));
  expect(await last).toMatchObject({ result: "already" });
  expect((await rig.vault.tokens.read(ID))?.secrets?.accessToken).toBe("a");
});

/** Haravan gives a pair for the old token `current`, and refuses whatever else it is sent. */
const acceptOnlyCurrent = (code: "CREDENTIALS_REJECTED" | "UPSTREAM_REJECTED") => {
  rig.obtain = async (_connection, held) => {
    if (held?.legacyToken !== "current") throw new AddOnError(code, "Reinstall the app.");
    return { secrets: { accessToken: "b", refreshToken: "s" }, lifeMs: 60_000 };
  };
};

it.each(["CREDENTIALS_REJECTED", "UPSTREAM_REJECTED"] as const)(
  "a shop whose pair is found to be dead only now (%s) is converted with the row's token, in the same run",
  async (code) => {
    await connect();
    await rig.clock.advance(61_000);
    acceptOnlyCurrent(code);
    expect(await migrate("app", "stored", ["current"])).toMatchObject({ result: "converted" });
    expect((await rig.vault.tokens.read(ID))?.secrets).toEqual({ accessToken: "b", refreshToken: "s" });
  },
);

it("a shop whose pair is found to be dead only now is refused when the row's token is no better, which is tried once", async () => {
  await connect();
  await rig.clock.advance(61_000);
  acceptOnlyCurrent("CREDENTIALS_REJECTED");
  expect(await migrate("app", "stored", ["expired"])).toMatchObject({
    ...{ result: "refused", reason: expect.stringContaining("Reinstall the app") },
  });
  expect(rig.asked.map((held) => held?.legacyToken)).toEqual([undefined, "expired"]);
});

it("an uninstalled shop stays uninstalled with a token that is refused, and is converted with a good one", async () => {
  await connect();
  await rig.vault.connections.end(ID, "uninstalled");
  acceptOnlyCurrent("CREDENTIALS_REJECTED");
  expect(await migrate("app", "stored", ["expired"])).toMatchObject({ result: "refused" });
  expect((await rig.vault.tokens.read(ID))?.connection.status).toBe("uninstalled");
  expect((await rig.vault.tokens.read(ID))?.secrets).toBeUndefined();
  expect(await migrate("app", "stored", ["current"])).toMatchObject({ result: "converted" });
  expect((await rig.vault.connections.get(ID))?.status).toBe("connected");
});
