import type { Vault } from "@privage-addons/bff";
import { sql } from "kysely";

const AT_ONCE = 16;

export const businessOf = (index: number): string => `SHOP${index}`;

/** Runs `work` for each index from `from` up to, not including, `to`, so many at once. */
export const forEach = async (
  from: number,
  to: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> => {
  let next = from;
  const worker = async () => {
    while (next < to) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

/** Puts a Partner connection for each index into the vault. */
export const fillVault = (vault: Vault, from: number, to: number, baseUrl: string): Promise<void> =>
  forEach(from, to, (index) =>
    vault.connections.put({
      provider: "partner",
      business: businessOf(index),
      settings: { baseUrl, clientId: `meed_${index}` },
      secrets: { clientSecret: "secret-of-no-value" },
    }),
  );

/** Filling is not what is measured: it need not reach the disk one by one. */
export const relaxed = async (
  vault: Vault,
  kind: "sqlite" | "postgres",
  fill: () => Promise<void>,
): Promise<void> => {
  if (kind === "sqlite") await sql`pragma synchronous = off`.execute(vault.database.db);
  await fill();
  if (kind === "sqlite") await sql`pragma synchronous = full`.execute(vault.database.db);
};

const BYTES = {
  sqlite: sql<{
    bytes: number | string;
  }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
  postgres: sql<{
    bytes: number | string;
  }>`select sum(pg_total_relation_size(relid)) as bytes from pg_stat_user_tables`,
};

/** What tables and indexes take on disk, in MB. */
export const megabytesOf = async (vault: Vault, kind: "sqlite" | "postgres"): Promise<number> => {
  const { rows } = await BYTES[kind].execute(vault.database.db);
  return Number(rows[0]?.bytes) / 1_000_000;
};
