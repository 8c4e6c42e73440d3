/** Privage's token for jobs: how long it is taken to live. */
import { describe, expect, it } from "vitest";
import { createClock } from "../src/operations/clock.ts";
import { createApiKeySource } from "../src/privage/api-key.ts";

const HOUR_S = 3_600;
const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

const lifeOf = async (token: string): Promise<number> => {
  const answer = { status: 201, headers: {}, text: "", json: { access_token: token } };
  const source = createApiKeySource(async () => answer, createClock());
  const connection = {
    id: "privage:CAFE01",
    provider: "privage",
    business: "CAFE01",
    settings: { clientId: "key" },
    secrets: { clientSecret: "secret" },
    status: "connected",
    externalId: undefined,
    changedAt: 0,
  } as const;
  const { lifeMs } = await source.obtain(connection, undefined, new AbortController().signal);
  return Math.round(lifeMs / 1000);
};

describe("Privage's token for jobs", () => {
  it.each([-HOUR_S, 0, HOUR_S])(
    "F9: lives as long as it says when our clock is %s s ahead of Privage's",
    async (ahead) => {
      const iat = Math.floor(Date.now() / 1000) - ahead;
      expect(await lifeOf(jwt({ iat, exp: iat + 1_800 }))).toBe(1_800);
    },
  );

  it("lives until its end by our clock when it does not say since when, and five minutes when it says nothing", async () => {
    const inAnHour = Date.now() / 1000 + HOUR_S;
    expect(await lifeOf(jwt({ exp: inAnHour }))).toBe(HOUR_S);
    expect(await lifeOf(jwt({ exp: inAnHour, iat: "yesterday" }))).toBe(HOUR_S);
    expect(await lifeOf("opaque")).toBe(300);
  });
});
