import type { Browser } from "@playwright/test";
import { bundleFile } from "../browser/bundle.ts";
import { launchChromium } from "../browser/chromium.ts";
import type { Bench, Row, Table, Target } from "../harness/bench.ts";
import { interleave, type Rounds, type Sample, summaryOf } from "../harness/interleave.ts";
import { type StormServer, startStormServer } from "./server.ts";
import type { StormPage } from "./storm-page.ts";

interface Contender {
  readonly key: string;
  readonly label: string;
  readonly ours?: boolean;
  readonly page: string;
}

const OURS: Contender = { key: "ours", label: "addon-sdk session", ours: true, page: "storm/pages/ours.ts" };
const FLOOR: Contender = {
  key: "floor",
  label: "bare fetch, token still good (the floor)",
  page: "storm/pages/floor.ts",
};
const PEERS: readonly Contender[] = [
  { key: "oidc-client-ts", label: "oidc-client-ts", page: "storm/peers/oidc.ts" },
  { key: "auth0", label: "auth0-spa-js", page: "storm/peers/auth0.ts" },
  { key: "axios", label: "axios interceptor with a queue", page: "storm/peers/axios.ts" },
];

const EFFORT = {
  smoke: { rounds: 1, sizes: [1, 100] },
  quick: { rounds: 1, sizes: [1, 10, 100, 1000] },
  full: { rounds: 3, sizes: [1, 10, 100, 1000, 10_000] },
} as const;

type WithStorm = { readonly storm: StormPage };

/** A fresh page and session, an expired token, and then so many calls at once. */
const storm = async (browser: Browser, server: StormServer, code: string, calls: number): Promise<Sample> => {
  server.setScript(code);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate(() => (globalThis as unknown as WithStorm).storm.prepare());
    await server.expireAccessTokens();
    await page.evaluate(() => (globalThis as unknown as WithStorm).storm.expire());
    server.takeCounts();
    const result = await page.evaluate((n) => (globalThis as unknown as WithStorm).storm.run(n), calls);
    const { renewals, exchanges } = server.takeCounts();
    return { ...result, renewals, exchanges };
  } finally {
    await context.close();
  }
};

const tableOf = (calls: number, contenders: readonly Contender[], rounds: Rounds): Table => ({
  key: `calls-${calls}`,
  title: `${calls.toLocaleString("en-US")} ${calls === 1 ? "call" : "calls at once"} on an expired token`,
  columns: [
    { key: "renewals", label: "renewals" },
    { key: "failures", label: "failed calls" },
    { key: "ms", label: "until the last answer", unit: "ms" },
  ],
  rows: contenders.map(
    ({ key, label, ours = false }): Row => ({
      key,
      label,
      ours,
      cells: Object.fromEntries(
        ["renewals", "failures", "ms"].map((metric) => [metric, summaryOf(rounds, key, metric)]),
      ),
    }),
  ),
});

/** The worst round counts: a storm that usually passes is no promise. */
const worst = (all: readonly Rounds[], key: string, metric: string): number =>
  Math.max(...all.flatMap((rounds) => (rounds.get(key) ?? []).map((sample) => sample[metric] ?? Number.NaN)));

const targetsOf = (all: readonly Rounds[]): Target[] => [
  {
    key: "renewals",
    says: "renewals in the worst storm",
    comparison: "exactly",
    limit: 1,
    measured: worst(all, OURS.key, "renewals"),
  },
  {
    key: "failures",
    says: "failed calls in the worst storm",
    comparison: "exactly",
    limit: 0,
    measured: worst(all, OURS.key, "failures"),
    reason: `Chromium refuses a page so many open requests (net::ERR_INSUFFICIENT_RESOURCES): of bare fetch calls with a good token up to ${worst(all, FLOOR.key, "failures")} fail in the same runs`,
  },
];

/** What happens when every part of an interface calls at once and the token has expired. */
export const stormBench: Bench = {
  name: "storm",
  title: "Calls at once on an expired access token",
  about:
    "In Chromium, against one simulated Privage that rotates refresh tokens and takes a used one for theft. Every contender has the same " +
    "session, whose access token is expired, and makes all calls in one go. Libraries that only speak OAuth get a door that translates. " +
    "The page talks HTTP/1.1 over at most six connections, so the time of a large storm is mostly the network's; " +
    "for that time ours is given a longer deadline than its 20 s, and oidc-client-ts renews when it is told to, not by a timer.",
  run: async ({ scope, effort, say }) => {
    const { rounds, sizes } = EFFORT[effort];
    const contenders = [OURS, FLOOR, ...(scope === "all" ? PEERS : [])];
    const codes = new Map<string, string>();
    for (const { key, page } of contenders) codes.set(key, await bundleFile(page, "iife"));
    const server = await startStormServer();
    const browser = await launchChromium();
    try {
      const tables: Table[] = [];
      const all: Rounds[] = [];
      for (const calls of sizes) {
        say(`${calls} at once`);
        const variants = contenders.map(({ key }) => ({
          key,
          measure: () => storm(browser, server, codes.get(key) ?? "", calls),
        }));
        const measured = await interleave(variants, { rounds });
        all.push(measured);
        tables.push(tableOf(calls, contenders, measured));
      }
      return { tables, targets: targetsOf(all) };
    } finally {
      await browser.close();
      await server.close();
    }
  },
};
