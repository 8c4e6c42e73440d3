/** Callers whose tokens are checked here, by Privage's published keys or a shared one. */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type RunningBff, startBff } from "./support/bff.ts";
import { type FakePlatform, json, startFakePlatform } from "./support/fake-platform.ts";
import { createTestClock } from "./support/virtual.ts";

describe("callers checked by signature", () => {
  let privage: FakePlatform;
  let bff: RunningBff | undefined;
  afterEach(async () => {
    vi.restoreAllMocks();
    await bff?.close();
    await privage.close();
  });
  const statusFor = async (token: string) =>
    (await fetch(`${bff?.url}/connections`, { headers: { authorization: `Bearer ${token}` } })).status;
  const claims = (business_code = "CAFE01") =>
    new SignJWT({ business_code, appconnect_id: 42 }).setIssuedAt();

  it("by a key set: a signed token is accepted without asking Privage, a forged, expired or unsigned one is not", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const other = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" };
    privage = await startFakePlatform((_request, response) => json(response, 200, { keys: [jwk] }));
    bff = await startBff({ PRIVAGE_BASE_URL: privage.url, PRIVAGE_JWKS_URL: `${privage.url}/jwks` });
    const sign = (key: CryptoKey, expires: string) =>
      claims().setProtectedHeader({ alg: "ES256", kid: "k1" }).setExpirationTime(expires).sign(key);
    expect(await statusFor(await sign(privateKey, "5m"))).toBe(200);
    expect(await statusFor(await sign(other.privateKey, "5m"))).toBe(401);
    expect(await statusFor(await sign(privateKey, "-5m"))).toBe(401);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"business_code":"CAFE01","exp":9999999999}').toString("base64url")}.`;
    expect(await statusFor(unsigned)).toBe(401);
    // The public key taken for a shared one (RFC 8725 section 2.1).
    const confused = await claims()
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setExpirationTime("5m")
      .sign(Buffer.from(JSON.stringify(jwk)));
    expect(await statusFor(confused)).toBe(401);
    expect(privage.seen.every(({ path }) => path === "/jwks")).toBe(true);
  });

  it("by a shared key, with the expected issuer", async () => {
    const key = Buffer.alloc(32, "k");
    privage = await startFakePlatform((_request, response) => json(response, 500, {}));
    bff = await startBff({
      PRIVAGE_BASE_URL: privage.url,
      PRIVAGE_JWT_KEY: key.toString("base64"),
      PRIVAGE_JWT_ISSUER: "privage",
    });
    const sign = (issuer: string, secret: Uint8Array) =>
      claims().setProtectedHeader({ alg: "HS256" }).setIssuer(issuer).setExpirationTime("5m").sign(secret);
    expect(await statusFor(await sign("privage", key))).toBe(200);
    expect(await statusFor(await sign("other", key))).toBe(401);
    expect(await statusFor(await sign("privage", Buffer.alloc(32, "x")))).toBe(401);
    expect(privage.seen).toEqual([]);
  });

  it("by a key set in which several keys may be meant, as while they are replaced", async () => {
    const [former, current, other] = await Promise.all([1, 2, 3].map(() => generateKeyPair("ES256")));
    if (!former || !current || !other) throw new Error("no keys");
    const keys = await Promise.all([former, current].map(({ publicKey }) => exportJWK(publicKey)));
    privage = await startFakePlatform((_request, response) => json(response, 200, { keys }));
    bff = await startBff({ PRIVAGE_BASE_URL: privage.url, PRIVAGE_JWKS_URL: `${privage.url}/jwks` });
    const sign = (key: CryptoKey, expires: string) =>
      claims().setProtectedHeader({ alg: "ES256" }).setExpirationTime(expires).sign(key);
    for (const { privateKey } of [former, current]) {
      expect(await statusFor(await sign(privateKey, "5m"))).toBe(200);
      expect(await statusFor(await sign(privateKey, "-5m"))).toBe(401);
    }
    expect(await statusFor(await sign(other.privateKey, "5m"))).toBe(401);
  });

  it("by a key set that changes, and cannot always be had: new keys count soon, withdrawn ones end, known ones do meanwhile", async () => {
    const clock = createTestClock();
    vi.spyOn(Date, "now").mockImplementation(() => clock.wallNow());
    const pairs = await Promise.all(
      ["k1", "k2"].map(async (kid) => ({ kid, ...(await generateKeyPair("ES256")) })),
    );
    const published = await Promise.all(
      pairs.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid })),
    );
    let keys = published.slice(0, 1);
    let isDown = false;
    privage = await startFakePlatform((_request, response) => json(response, isDown ? 503 : 200, { keys }));
    bff = await startBff(
      { PRIVAGE_BASE_URL: privage.url, PRIVAGE_JWKS_URL: `${privage.url}/jwks` },
      { clock },
    );
    let count = 0;
    /** For a token that was not seen before. */
    const statusOf = async (index: number) => {
      const { kid, privateKey } = pairs[index] ?? {};
      if (!privateKey) throw new Error("no key");
      count += 1;
      const token = claims()
        .setJti(String(count))
        .setProtectedHeader({ alg: "ES256", ...(kid && { kid }) })
        .setExpirationTime(clock.wallNow() / 1000 + 300);
      return statusFor(await token.sign(privateKey));
    };
    expect(await statusOf(0)).toBe(200);
    keys = published;
    await clock.advance(2_000);
    expect([await statusOf(1), privage.seen.length]).toEqual([200, 2]);

    isDown = true;
    await clock.advance(660_000);
    expect([await statusOf(0), await statusOf(1)]).toEqual([200, 200]);
    expect(privage.seen).toHaveLength(3);

    isDown = false;
    keys = published.slice(1);
    await clock.advance(300_000);
    expect([await statusOf(0), await statusOf(1)]).toEqual([401, 200]);
  });

  it("by a key set that cannot be had, which is asked for seldom, so that made-up keys hold up no call to Privage", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const keys = [{ ...(await exportJWK(publicKey)), kid: "k1" }];
    const clock = createTestClock();
    vi.spyOn(Date, "now").mockImplementation(() => clock.wallNow());
    let isDown = false;
    privage = await startFakePlatform(({ path }, response) =>
      json(response, isDown && path === "/jwks" ? 503 : 200, { keys }),
    );
    bff = await startBff(
      { PRIVAGE_BASE_URL: privage.url, PRIVAGE_JWKS_URL: `${privage.url}/jwks` },
      { clock },
    );
    const sign = (kid: string) =>
      claims()
        .setProtectedHeader({ alg: "ES256", kid })
        .setExpirationTime(clock.wallNow() / 1000 + 300)
        .sign(privateKey);
    const token = await sign("k1");
    expect(await statusFor(token)).toBe(200);
    isDown = true;
    await clock.advance(2_000);
    for (let count = 0; count < 20; count += 1)
      expect(await statusFor(await sign(`made-up-${count}`))).toBe(503);
    expect(privage.seen).toHaveLength(2);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${bff.url}/privage/v2/connect/campaigns`, { headers })).status).toBe(200);
  });

  it.each([
    [500, {}],
    [200, {}],
    [200, { error: "maintenance" }],
    [200, { keys: [] }],
    [200, { keys: [{}] }],
  ])("are told to come back when there are no keys: %i %j", async (status, answer) => {
    privage = await startFakePlatform((_request, response) => json(response, status, answer));
    bff = await startBff({ PRIVAGE_BASE_URL: privage.url, PRIVAGE_JWKS_URL: `${privage.url}/jwks` });
    const { privateKey } = await generateKeyPair("ES256");
    const token = await claims()
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .setExpirationTime("5m")
      .sign(privateKey);
    expect(await statusFor(token)).toBe(503);
  });
});
