import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVault, readConfig, type Vault } from "@privage-addons/bff";
import type { Bench, BenchOptions, Row, Table } from "../harness/bench.ts";
import { type InstalledBff, installBff, startInstalledBff } from "../harness/installed-bff.ts";
import { type Summary, summarise } from "../harness/statistics.ts";
import { businessOf, fillVault, forEach, megabytesOf, relaxed } from "./fill.ts";
import { startPostgres } from "./postgres.ts";

const EFFORT = {
  smoke: { sizes: [100], windowMs: 100, windows: 1, starts: 1 },
  quick: { sizes: [1000, 10_000], windowMs: 500, windows: 2, starts: 1 },
  full: { sizes: [1000, 10_000, 100_000], windowMs: 500, windows: 3, starts: 3 },
} as const;

/** Shops that are looked up and written; the others make the table large. */
const SAMPLED = 500;
const AT_ONCE = 16;
const LIFE = { renewInMs: 3_000_000, expiresInMs: 3_600_000 };
const LEASE_MS = 15_000;

const idOf = (index: number): string => `partner:${businessOf(index)}`;

/** How many times a second `work` is done, with so many of it at once; over several windows of time. */
const perSecond = async (
  { windowMs, windows }: { readonly windowMs: number; readonly windows: number },
  work: (index: number) => Promise<unknown>,
): Promise<Summary> => {
  const rates: number[] = [];
  for (let window = 0; window < windows; window++) {
    const startedAt = performance.now();
    let done = 0;
    let next = 0;
    const worker = async () => {
      while (performance.now() - startedAt < windowMs) {
        await work(next++ % SAMPLED);
        done++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    rates.push(done / ((performance.now() - startedAt) / 1000));
  }
  return summarise(rates);
};

/** What a renewal writes: takes the lease, stores the sealed token, gives the lease back. */
const renew = async ({ tokens }: Vault, index: number): Promise<void> => {
  const record = await tokens.read(idOf(index));
  const lease = record && (await tokens.lease(idOf(index), record.version, "bench", LEASE_MS));
  // Two workers may have picked the same shop; the one that comes second has nothing to do, as in production.
  if (lease) await tokens.commit(lease, { accessToken: `token-of-no-value-${index}` }, LIFE);
};

const startUp = async (
  installed: InstalledBff,
  env: Readonly<Record<string, string>>,
  starts: number,
): Promise<{ ms: Summary; megabytes: number | null }> => {
  const times: number[] = [];
  let megabytes: number | null = null;
  for (let start = 0; start < starts; start++) {
    const bff = await startInstalledBff(installed, env);
    times.push(bff.startMs);
    megabytes = bff.memory();
    await bff.stop();
  }
  return { ms: summarise(times), megabytes };
};

const measureVault = async (
  kind: "sqlite" | "postgres",
  url: string,
  installed: InstalledBff,
  { effort, say }: BenchOptions,
): Promise<Row[]> => {
  const plan = EFFORT[effort];
  const key = `bench:${randomBytes(32).toString("base64")}`;
  const vaultAt = (address: string) => openVault(readConfig({ VAULT_URL: address, VAULT_KEYS: key }));
  const vault = await vaultAt(url);
  const filler = kind === "postgres" ? await vaultAt(`${url}?options=-c%20synchronous_commit%3Doff`) : vault;
  const rows: Row[] = [];
  let filled = 0;
  for (const shops of plan.sizes) {
    say(`${kind}: ${shops} shops`);
    await relaxed(filler, kind, async () => {
      await fillVault(filler, filled, shops, "https://pos.example/api/partner/v1");
      if (filled === 0) await forEach(0, Math.min(SAMPLED, shops), (index) => renew(filler, index));
    });
    filled = shops;
    const disk = await megabytesOf(vault, kind);
    const reads = await perSecond(plan, (index) => vault.tokens.read(idOf(index % shops)));
    const writes = await perSecond(plan, (index) => renew(vault, index % shops));
    const { ms, megabytes } = await startUp(installed, { VAULT_URL: url, VAULT_KEYS: key }, plan.starts);
    rows.push({
      key: `${kind}-${shops}`,
      label: `${kind === "sqlite" ? "SQLite" : "PostgreSQL"}, ${shops.toLocaleString("en-US")} shops`,
      ours: true,
      cells: { reads, writes, start: ms, memory: megabytes, disk },
    });
  }
  if (filler !== vault) await filler.close();
  await vault.close();
  return rows;
};

/** What the vault can do as it grows. */
export const vaultBench: Bench = {
  name: "vault",
  title: "The vault as it grows",
  about:
    "A lookup reads a connection with its token and opens both seals: what a call costs that no process has in memory. A renewal reads, " +
    "takes the lease, seals and stores: three statements, each on disk when it returns (SQLite with synchronous = full, PostgreSQL " +
    "with its defaults, on the same machine). 16 of them at once. A shop here has one connection, to the Partner platform. Start is that of `privage-bff serve`, from its first moment until /readyz answers 200.",
  run: async (options) => {
    const folder = mkdtempSync(join(tmpdir(), "privage-bench-vault-"));
    const installed = installBff(options.effort);
    const postgres = await startPostgres();
    try {
      const rows = [
        ...(await measureVault("sqlite", `sqlite:${join(folder, "vault.db")}`, installed, options)),
        ...(await measureVault("postgres", postgres.url, installed, options)),
      ];
      const table: Table = {
        key: "growth",
        title: "Lookups, renewals and start by number of shops",
        columns: [
          { key: "reads", label: "lookups", unit: "per s" },
          { key: "writes", label: "renewals stored", unit: "per s" },
          { key: "start", label: "start", unit: "ms" },
          { key: "memory", label: "memory after the start", unit: "MB" },
          { key: "disk", label: "tables and indexes", unit: "MB", digits: 1 },
        ],
        rows,
      };
      const largest = rows.filter(({ key }) => key.endsWith(`-${EFFORT[options.effort].sizes.at(-1)}`));
      const worst = (read: (row: Row) => number) => Math.max(...largest.map(read));
      const medianOf = (row: Row): number => (row.cells["start"] as Summary).median; // measureVault writes a summary there.
      return {
        tables: [table],
        targets: [
          {
            key: "start",
            says: "start over the fullest vault",
            comparison: "at most",
            limit: 1000,
            measured: worst(medianOf),
            unit: "ms",
          },
          {
            key: "memory",
            says: "memory of a BFF over the fullest vault",
            comparison: "at most",
            limit: 150,
            measured: worst((row) => Number(row.cells["memory"])),
            unit: "MB",
          },
        ],
      };
    } finally {
      await postgres.stop();
      installed.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
