import { AddOnError } from "@privage-addons/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCallers } from "../src/callers/callers.ts";
import type { Identity } from "../src/callers/verify.ts";
import { type RunningBff, startBff } from "./support/bff.ts";
import { json, startFakePlatform } from "./support/fake-platform.ts";
import { callerToken, type Platforms, partnerConnection, startPlatforms } from "./support/platforms.ts";
import { createTestClock } from "./support/virtual.ts";

describe("the memory of callers", () => {
  it("asks once for concurrent calls, again after 60 s, and never uses an answer past the token's own end", async () => {
    const clock = createTestClock();
    let asked = 0;
    let lifeMs: number | undefined;
    const verify = async () => {
      asked += 1;
      return { caller: { business: "CAFE01", appconnectId: 42 }, lifeMs };
    };
    const callers = createCallers({ verify, clock });
    await Promise.all(Array.from({ length: 100 }, () => callers.identify("a")));
    await clock.advance(47_000);
    await callers.identify("a");
    expect(asked).toBe(1);
    await clock.advance(13_001);
    expect(callers.peek("a")).toBeUndefined();
    await callers.identify("a");
    expect(asked).toBe(2);
    lifeMs = 5_000;
    await callers.identify("b");
    await clock.advance(5_001);
    expect(callers.peek("b")).toBeUndefined();
  });

  it("asks again in the background before an answer is too old, so that nobody waits, and callers who came together not all at once", async () => {
    const clock = createTestClock();
    const questions: (() => void)[] = [];
    const verify = (token: string) =>
      new Promise<Identity>((resolve) => {
        questions.push(() => resolve({ caller: { business: token, appconnectId: 42 }, lifeMs: undefined }));
      });
    let tossed = 0;
    const random = () => (tossed++ % 10) / 10;
    const callers = createCallers({ verify, clock, random });
    const names = Array.from({ length: 10 }, (_, index) => `shop-${index}`);
    const first = names.map((name) => callers.identify(name));
    for (const answer of questions.splice(0)) answer();
    await Promise.all(first);

    await clock.advance(48_000);
    const perSecond: number[] = [];
    for (let second = 0; second < 10; second += 1) {
      for (const name of names) for (const _ of [1, 2]) expect(callers.peek(name)?.business).toBe(name);
      perSecond.push(questions.length);
      for (const answer of questions.splice(0)) answer();
      await clock.advance(1_000);
    }
    expect(perSecond.reduce((all, each) => all + each)).toBe(10);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(2);
    await clock.advance(40_000);
    for (const name of names) expect(callers.peek(name)?.business).toBe(name);
  });

  it("a background question that is refused ends the memory; one without an answer is put again, and the 60 s hold", async () => {
    const clock = createTestClock();
    let answer: () => Promise<Identity> = async () => ({
      caller: { business: "CAFE01", appconnectId: 42 },
      lifeMs: undefined,
    });
    let asked = 0;
    const verify = () => {
      asked += 1;
      return answer();
    };
    const callers = createCallers({ verify, clock, random: () => 0 });
    await callers.identify("a");
    await callers.identify("b");
    answer = () => Promise.reject(new AddOnError("UPSTREAM_UNAVAILABLE", "down"));
    await clock.advance(48_000);
    for (const _ of [1, 2, 3]) expect(callers.peek("a")?.business).toBe("CAFE01");
    await clock.advance(3_000);
    expect(callers.peek("a")?.business).toBe("CAFE01");
    expect(asked).toBe(4);
    await clock.advance(9_000);
    expect(callers.peek("a")).toBeUndefined();

    const again = createCallers({ verify: () => answer(), clock, random: () => 0 });
    answer = async () => ({ caller: { business: "CAFE01", appconnectId: 42 }, lifeMs: undefined });
    await again.identify("b");
    answer = () => Promise.reject(new AddOnError("UNAUTHENTICATED", "revoked"));
    await clock.advance(48_000);
    again.peek("b");
    await clock.advance(0);
    expect(again.peek("b")).toBeUndefined();
    await expect(again.identify("b")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("never remembers that nobody could say", async () => {
    let asked = 0;
    const verify = () => {
      asked += 1;
      return Promise.reject(new Error("down"));
    };
    const callers = createCallers({ verify, clock: createTestClock() });
    await expect(callers.identify("a")).rejects.toThrow("down");
    await expect(callers.identify("a")).rejects.toThrow("down");
    expect(asked).toBe(2);
  });

  it("is bounded, and a flood of bad tokens pushes no good one out", async () => {
    const verify = (token: string) =>
      token === "good"
        ? Promise.resolve({ caller: { business: "CAFE01", appconnectId: 1 }, lifeMs: undefined })
        : Promise.reject(
            Object.assign(new Error("no"), { name: "AddOnError", code: "UNAUTHENTICATED", retryable: false }),
          );
    const callers = createCallers({ verify, clock: createTestClock(), capacity: 50 });
    await callers.identify("good");
    for (let count = 0; count < 500; count += 1) await callers.identify(`bad-${count}`).catch(() => {});
    expect(callers.peek("good")?.business).toBe("CAFE01");
  });
});

describe("callers checked by asking Privage", () => {
  const HOUR = 3_600_000;
  it.each([
    { ahead: 0, left: 60_000, asked: 1 },
    { ahead: HOUR, left: 60_000, asked: 1 },
    { ahead: -HOUR, left: 60_000, asked: 1 },
    { ahead: 0, left: -1_000, asked: 2 },
    { ahead: -HOUR, left: -1_000, asked: 2 },
  ])(
    "F9: are remembered until their token ends by Privage's clock: ours is $ahead ms ahead, $left ms are left",
    async ({ ahead, left, asked }) => {
      const theirs = Date.now() - ahead;
      const token = `h.${Buffer.from(JSON.stringify({ exp: (theirs + left) / 1000 })).toString("base64url")}.s`;
      const privage = await startFakePlatform((_request, response) => {
        response.setHeader("date", new Date(theirs).toUTCString());
        json(response, 200, { business: { business_code: "CAFE01" } });
      });
      const bff = await startBff({ PRIVAGE_BASE_URL: privage.url });
      for (const _ of [1, 2]) {
        await fetch(`${bff.url}/connections`, { headers: { authorization: `Bearer ${token}` } });
      }
      expect(privage.seen).toHaveLength(asked);
      await bff.close();
      await privage.close();
    },
  );
});

describe("callers of a running BFF", () => {
  let platforms: Platforms;
  let bff: RunningBff;
  beforeEach(async () => {
    platforms = await startPlatforms();
    bff = await startBff(platforms.env);
    for (const business of ["A", "B", "C"]) {
      await bff.vault.connections.put({
        ...partnerConnection(platforms.url, business),
        settings: { baseUrl: `${platforms.url}/of-${business}`, clientId: business },
      });
    }
  });
  afterEach(async () => {
    await bff.close();
    await platforms.close();
  });

  it("never reach another business's connection, whoever calls in whatever order", async () => {
    const businesses = fc.array(fc.constantFrom("A", "B", "C", "D"), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(businesses, async (calls) => {
        await Promise.all(
          calls.map(async (business) => {
            const answer = await fetch(`${bff.url}/partner/sales?business=A`, {
              headers: { authorization: `Bearer ${callerToken(business)}`, "x-business": "A" },
            });
            const body: { path?: string; code?: string } = await answer.json();
            expect(business === "D" ? body.code : body.path).toBe(
              business === "D" ? "NOT_CONNECTED" : `/of-${business}/sales?business=A`,
            );
          }),
        );
      }),
      { numRuns: 15 },
    );
  });
});

describe("with APPCONNECT_ID, a token that Privage gave to another add-on of the same business", () => {
  let platforms: Platforms;
  beforeEach(async () => {
    platforms = await startPlatforms();
  });
  afterEach(() => platforms.close());
  const answerOf = async (env: Record<string, string>) => {
    const bff = await startBff({ ...platforms.env, ...env });
    await bff.vault.connections.put(partnerConnection(platforms.url));
    const headers = { authorization: `Bearer ${callerToken("CAFE01")}` };
    const answers = await Promise.all(
      ["/partner/sales", "/connections"].map((path) => fetch(`${bff.url}${path}`, { headers })),
    );
    await bff.close();
    return answers.map(({ status }) => status);
  };

  it("is refused everywhere, and the platform gets no call", async () => {
    expect(await answerOf({ APPCONNECT_ID: "43" })).toEqual([401, 401]);
    expect(platforms.count("/sales")).toBe(0);
  });

  it("is refused too when Privage does not say whose it is", async () => {
    platforms.override = ({ path }, response) => {
      if (path !== "/v2/connect/add-on/status") return false;
      json(response, 200, { business: { business_code: "CAFE01" } });
      return true;
    };
    expect(await answerOf({ APPCONNECT_ID: "42" })).toEqual([401, 401]);
    expect(await answerOf({})).toEqual([200, 200]);
  });

  it("is accepted when it is this one's, or when none was named", async () => {
    expect(await answerOf({ APPCONNECT_ID: "42" })).toEqual([200, 200]);
    expect(await answerOf({})).toEqual([200, 200]);
  });
});
