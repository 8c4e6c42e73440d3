/** Our session and our BFF in the situations R1 to R7, against the simulator or an upstream that says 503. */

import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import type { FaultOrder } from "@privage-addons/simulator";
import { ACCESS_TOKEN, API_BASE, BUSINESS, PATHS } from "../bff/upstream-config.ts";
import { bundleFile } from "../browser/bundle.ts";
import { startServer } from "../harness/child.ts";
import { startTestServer } from "../network/test-server.ts";
import { type StormServer, startStormServer } from "../storm/server.ts";
import type { StormPage } from "../storm/storm-page.ts";
import type { Observation } from "./observation.ts";

type WithStorm = { readonly storm: StormPage };
const RENEWAL = { method: "POST", path: "/v1/auth-connect/renew-token" };

interface Scene {
  readonly server: StormServer;
  /** Calls at once; resolves with how many of them failed. */
  call(calls: number): Promise<number>;
  /** Page and platform agree that the token is expired. */
  expire(): Promise<void>;
  fault(order: FaultOrder): Promise<void>;
}

type SceneOptions = Parameters<typeof startStormServer>[0];

/** A page with a session of ours, its host a function that mints. */
const withSession = async (
  browser: Browser,
  options: SceneOptions,
  observe: (scene: Scene) => Promise<Observation>,
): Promise<Observation> => {
  const server = await startStormServer(options);
  server.setScript(await bundleFile("storm/pages/ours.ts", "iife"));
  const context = await browser.newContext();
  try {
    const page: Page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate(() => (globalThis as unknown as WithStorm).storm.prepare());
    server.takeCounts();
    return await observe({
      server,
      call: async (calls) =>
        (await page.evaluate((n) => (globalThis as unknown as WithStorm).storm.run(n), calls)).failures,
      expire: async () => {
        await server.expireAccessTokens();
        await page.evaluate(() => (globalThis as unknown as WithStorm).storm.expire());
      },
      fault: async (order) => {
        await fetch(`${server.privageUrl}/_sim/faults`, { method: "POST", body: JSON.stringify(order) });
      },
    });
  } finally {
    await context.close();
    await server.close();
  }
};

const keptAfter =
  (status: number, headers: Record<string, string> = {}) =>
  async ({ call, expire, fault }: Scene): Promise<Observation> => {
    await expire();
    await fault({ fault: "status", status, headers, times: 1, match: RENEWAL });
    const failedWhileDown = await call(1);
    const failedAfterwards = await call(1);
    return {
      held: failedAfterwards === 0,
      says: `one ${status} on renewal: ${failedWhileDown === 0 ? "the waiting call is served" : "the waiting call fails"}, the next one ${failedAfterwards === 0 ? "is served" : "fails"}`,
    };
  };

const renewalsWithin =
  (lifeSeconds: number, watchMs: number) =>
  async ({ server, call, expire }: Scene): Promise<Observation> => {
    await delay(watchMs);
    const { renewals } = server.takeCounts();
    await expire();
    const failures = await call(3);
    const storm = server.takeCounts().renewals;
    return {
      held: renewals <= 1 && storm === 1 && failures === 0,
      says: `tokens of ${lifeSeconds} s: ${renewals} renewals in ${watchMs / 1000} s; 3 concurrent calls on an expired one: ${storm} renewal`,
    };
  };

/** The platform alone knows that the token is over; one call's 401 comes when the other has renewed already. */
const lateRefusal = async ({ server, call, fault }: Scene): Promise<Observation> => {
  await server.expireAccessTokens();
  await fault({ fault: "delay", delayMs: 300, times: 1, match: { method: "GET" } });
  const failures = await call(2);
  const { renewals } = server.takeCounts();
  return {
    held: renewals === 1 && failures === 0,
    says: `one expiry, a fast and a slow call: ${renewals} renewal`,
  };
};

const withoutRotation = async ({ server, call, expire }: Scene): Promise<Observation> => {
  await expire();
  const first = await call(1);
  await expire();
  const second = await call(1);
  const { renewals, exchanges } = server.takeCounts();
  const held = first + second === 0 && renewals === 2 && exchanges === 0;
  return {
    held,
    says: `no new refresh token in the answer: ${renewals} renewals with the known one, ${first + second} failed calls`,
  };
};

/** R6: one GET through the BFF, to an upstream that says 503 and "come back in 120 s". */
const observeForwarding = async (): Promise<Observation> => {
  let calls = 0;
  const upstream = await startTestServer(({ path }) => {
    if (path.endsWith("/oauth/token")) {
      return { body: { access_token: ACCESS_TOKEN, token_type: "Bearer", expires_in: 3600 } };
    }
    if (path.startsWith("/v2/connect/")) {
      return {
        body: {
          add_on: { appconnect_id: 42, name: "Loyalty Desk", status: "active" },
          business: { business_code: BUSINESS, name: "Bench" },
          plan: { start_date: "2026-01-01", end_date: "2030-01-01" },
          settings: {},
        },
      };
    }
    if (path === API_BASE + PATHS.small) calls++;
    return { status: 503, headers: { "retry-after": "120" } };
  });
  const upstreamPort = Number(new URL(upstream.url).port);
  const bff = await startServer("bff/servers/ours.ts", { upstreamPort, authorization: "" });
  try {
    const response = await fetch(`http://127.0.0.1:${bff.port}/partner${PATHS.small}`, {
      headers: { authorization: "Bearer privage-token-of-no-value" },
    });
    const retryAfter = response.headers.get("retry-after");
    return {
      held: calls === 1 && retryAfter === "120",
      says: `Retry-After: 120: ${calls} upstream call, the caller is told ${response.status} and Retry-After: ${retryAfter}`,
    };
  } finally {
    await bff.stop();
    await upstream.close();
  }
};

export const observeOurs = (browser: Browser): Record<string, () => Promise<Observation>> => ({
  R1: () => withSession(browser, {}, keptAfter(503)),
  R2: () => withSession(browser, {}, keptAfter(429, { "retry-after": "1" })),
  R3: () => withSession(browser, { accessTokenLifeSeconds: 45 }, renewalsWithin(45, 9000)),
  R4: () => withSession(browser, { accessTokenLifeSeconds: 240 }, renewalsWithin(240, 3000)),
  R5: () => withSession(browser, {}, lateRefusal),
  R6: observeForwarding,
  R7: () => withSession(browser, { rotateRefreshTokens: false }, withoutRotation),
});
