/** Pairs that Haravan gives in another form than its specification says. What was spent for them is gone, so that they are kept. */
import { beforeEach, describe, expect, it } from "vitest";
import { json } from "./support/fake-platform.ts";
import { haravanConnection } from "./support/platforms.ts";
import { AUTHORIZED, rigPerTest } from "./support/rig.ts";

const ID = "haravan:CAFE01";
const PAIR = { access_token: "omni-new", refresh_token: "refresh-new", expires_in: 60 };
const rig = rigPerTest({});
beforeEach(() => rig.bff.vault.connections.put(haravanConnection()));

const exchange = async (): Promise<number> => {
  const answer = await fetch(`${rig.bff.url}/haravan/token-exchange`, {
    method: "POST",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy-1" }),
  });
  return answer.status;
};
const answer = (suffix: string, body: unknown): void => {
  rig.platforms.override = ({ path }, response) => {
    if (!path.endsWith(suffix)) return false;
    json(response, 200, body);
    return true;
  };
};
const read = () => rig.bff.vault.tokens.read(ID);
const expire = () =>
  rig.bff.vault.database.db
    .updateTable("token")
    .set({ expires_at: 1, renew_at: 1 })
    .where("id", "=", ID)
    .execute();

describe.each([
  ["no life", undefined],
  ["a life of 0", 0],
  ["a life that is no number", "soon"],
])("a pair with %s is taken to live for an hour", (_which, expires_in) => {
  const expectHour = async (): Promise<void> => {
    const record = await read();
    expect(record?.secrets).toEqual({ accessToken: "omni-new", refreshToken: "refresh-new" });
    expect(record?.expiresInMs).toBeGreaterThan(3_000_000);
    expect(record?.expiresInMs).toBeLessThanOrEqual(3_600_000);
  };

  it("when an old token is exchanged", async () => {
    answer("/token_exchange.json", { token: { ...PAIR, expires_in } });
    expect(await exchange()).toBe(200);
    await expectHour();
  });

  it("when it is renewed", async () => {
    await exchange();
    await expire();
    answer("/connect/token", { ...PAIR, expires_in });
    expect(await exchange()).toBe(200);
    await expectHour();
  });
});

it("a renewed pair with an empty refresh token keeps the one before", async () => {
  await exchange();
  const before = (await read())?.secrets;
  await expire();
  answer("/connect/token", { ...PAIR, refresh_token: "" });
  expect(await exchange()).toBe(200);
  expect((await read())?.secrets).toEqual({ ...before, accessToken: "omni-new" });
});

it("an exchange that gives no refresh token leaves the old token, by which the shop goes on when the new one ends", async () => {
  answer("/token_exchange.json", { token: { ...PAIR, refresh_token: undefined } });
  expect(await exchange()).toBe(200);
  expect((await read())?.connection.externalId).toBeDefined();
  await expire();
  await rig.bff.vault.connections.put(haravanConnection()); // What is in memory is read again.
  const goOn = async () => {
    const { status } = await fetch(`${rig.bff.url}/haravan/com/orders.json`, { headers: AUTHORIZED });
    return [status, rig.platforms.count("/token_exchange.json")];
  };
  await expect.poll(goOn, { timeout: 5_000 }).toEqual([200, 2]);
  expect((await read())?.secrets).toEqual({ accessToken: "omni-new", legacyToken: "legacy-1" });
});
