/** `privage-bff haravan migrate` as it will really be run: thousands of shops, two machines, one of which dies. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DEMO_CREDENTIALS,
  type LoggedRequest,
  type RunningSimulators,
  startSimulators,
} from "@privage-addons/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { startCommand } from "../support/process.ts";

const SHOPS = 3_000;
const CONCURRENCY = 16;
/** Refused with 429, each saying when to come back. */
const LIMITED = 12;

let postgres: RunningPostgres;
let simulators: RunningSimulators;
let env: Record<string, string>;
const folder = temporaryFolder();
const file = (name: string): string => join(folder.path, name);
const command = (report: string): string[] => [
  ...["haravan", "migrate", file("shops.csv"), "--report", file(report)],
  ...["--client-id", DEMO_CREDENTIALS.CAFE01.haravan.clientId, "--client-secret-file", file("secret")],
  ...["--concurrency", String(CONCURRENCY)],
];

beforeAll(async () => {
  [postgres, simulators] = await Promise.all([startPostgres(), startSimulators({ shops: SHOPS, orders: 0 })]);
  const { privage, haravan } = simulators;
  env = {
    PRIVAGE_BASE_URL: privage.url,
    HARAVAN_API_BASE_URL: haravan.url,
    HARAVAN_ACCOUNTS_BASE_URL: haravan.url,
    HARAVAN_SHOP_BASE_URL: `${haravan.url}/{shop}`,
    ALLOW_INSECURE_UPSTREAMS: "1",
    VAULT_URL: await postgres.createDatabase(),
    VAULT_KEYS: testKey("a"),
  };
  const known = (await (await fetch(`${haravan.url}/_sim/shops`)).json()) as {
    shops: { shop: string; legacy_access_token: string }[];
  };
  const rows = known.shops
    .filter(({ shop }) => /^shop\d/.test(shop))
    .map(({ shop, legacy_access_token }) => `B-${shop.split(".")[0]},${shop},${legacy_access_token}`);
  const wrong = [
    "B-expired,shop1.myharavan.com,fake-legacy_token-of-nobody",
    "B-evil,evil.example,fake-legacy_token-of-evil",
    // The columns in another order than the first line says.
    `fake-legacy_token-${"x".repeat(100)},B-swapped,shop2.myharavan.com`,
    "B-short,shop3.myharavan.com",
  ];
  writeFileSync(file("shops.csv"), ["business,shop,access_token", ...rows, ...wrong].join("\n"));
  writeFileSync(file("secret"), DEMO_CREDENTIALS.CAFE01.haravan.clientSecret);
});
afterAll(async () => {
  await simulators.close();
  await postgres.stop();
  folder.remove();
});

/** What Haravan has seen so far: all of it, or the last ones. */
const seen = async (limit = 0): Promise<{ count: number; requests: LoggedRequest[] }> =>
  (await (await fetch(`${simulators.haravan.url}/_sim/requests?limit=${limit}`)).json()) as {
    count: number;
    requests: LoggedRequest[];
  };
const exchanges = async (): Promise<LoggedRequest[]> =>
  (await seen()).requests.filter(({ operationId }) => operationId === "exchangeToken");

/** Business to result. */
const readReport = (name: string): Map<string, string> => {
  const [header, ...lines] = readFileSync(file(name), "utf8").trim().split("\n");
  expect(header).toBe("business,shop,result,reason");
  return new Map(
    lines.map((line) => {
      const [business = "", , result = ""] = line.split(",");
      return [business, result];
    }),
  );
};

const having = (report: Map<string, string>, result: string): string[] =>
  [...report].filter(([, value]) => value === result).map(([business]) => business);

describe("privage-bff haravan migrate", () => {
  it("converts 3,000 shops once each, from two machines of which one is killed and started again", async () => {
    await fetch(`${simulators.haravan.url}/_sim/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        match: { path: "*token_exchange.json" },
        fault: "status",
        status: 429,
        headers: { "retry-after": "1.0" },
        times: LIMITED,
      }),
    });
    const surviving = startCommand(command("surviving.csv"), env);
    const victim = startCommand(command("victim.csv"), env);
    await expect.poll(async () => (await seen(1)).count, { timeout: 120_000 }).toBeGreaterThan(SHOPS / 2);
    victim.child.kill("SIGKILL");
    const { output: cutOff } = await victim.finished;
    const atDeath = (await exchanges()).filter(({ status }) => status === 200).length;
    expect(atDeath).toBeLessThan(SHOPS);
    const again = startCommand(command("again.csv"), env);
    const [first, second] = await Promise.all([surviving.finished, again.finished]);
    expect([first.code, second.code]).toEqual([1, 1]); // the four wrong rows

    // Every shop once; only what the victim had sent when it died may have been sent again.
    const all = await exchanges();
    const perShop = new Map<string, number>();
    for (const { status, path } of all) if (status === 200) perShop.set(path, (perShop.get(path) ?? 0) + 1);
    const twice = [...perShop.values()].filter((count) => count > 1);
    expect([perShop.size, twice.length <= CONCURRENCY, Math.max(...perShop.values()) <= 2]).toEqual([
      SHOPS,
      true,
      true,
    ]);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(LIMITED);

    // Both reports are complete; no shop is claimed by both, and what neither claims the victim had done.
    const reports = ["surviving.csv", "again.csv"].map(readReport);
    for (const report of reports) {
      expect(having(report, "retry")).toEqual([]);
      expect(having(report, "refused").toSorted()).toEqual(["(not shown)", "B-expired"]);
      expect(having(report, "converted").length + having(report, "already").length).toBe(SHOPS);
    }
    const claimed = reports.flatMap((report) => having(report, "converted"));
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.length).toBeGreaterThanOrEqual(SHOPS - atDeath);

    // One more run finds nothing to exchange; it proves what a timeout left unproved, so that no legacy token remains.
    const third = await startCommand(command("third.csv"), env).finished;
    expect(having(readReport("third.csv"), "already")).toHaveLength(SHOPS);
    expect((await exchanges()).filter(({ status }) => status === 200)).toHaveLength(
      all.filter(({ status }) => status === 200).length,
    );
    const vault = await openVault(readConfig(env));
    const shops = (await vault.connections.list({})).filter(({ business }) => business.startsWith("B-shop"));
    const kinds = new Set<string>();
    for (let start = 0; start < shops.length; start += 20) {
      const some = shops.slice(start, start + 20);
      for (const record of await Promise.all(some.map(({ id }) => vault.tokens.read(id)))) {
        kinds.add(
          Object.keys(record?.secrets ?? {})
            .toSorted()
            .join(),
        );
      }
    }
    await vault.close();
    expect([shops.length, shops.filter(({ externalId }) => externalId === undefined)]).toEqual([SHOPS, []]);
    expect([...kinds]).toEqual(["accessToken,refreshToken"]);

    const texts = ["surviving.csv", "again.csv", "third.csv"].map((name) => readFileSync(file(name), "utf8"));
    const written = [first.output, second.output, third.output, cutOff, ...texts].join("\n");
    expect(written).not.toMatch(/legacy_token|decaf/);
    expect(first.output).toMatch(/\[#+-*\] \d+\/3004 {2}[\d.]+\/s {2}(\d+ min )?\d+ s left/);
  }, 600_000);
});
