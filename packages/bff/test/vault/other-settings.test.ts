/** PostgreSQL as its operator may have set it up, or left it for a while: read-only, with time limits, with stricter transactions. */
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { testKey } from "../support/bff.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { CONNECTION } from "../support/vault-rig.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

let url: string;
let operator: pg.Client;
beforeEach(async () => {
  url = await postgres.createDatabase();
  operator = new pg.Client(url);
  await operator.connect();
});
afterEach(() => operator.end());

const name = () => new URL(url).pathname.slice(1);
/** Holds for connections made from now on. */
const set = (setting: string) => operator.query(`alter database ${name()} set ${setting}`);
const open = () => openVault(readConfig({ VAULT_URL: url, VAULT_KEYS: testKey("a"), VAULT_POOL_SIZE: "1" }));

describe("a server that is read-only, as the old primary after a failover", () => {
  it("is left at once: the next caller gets a new connection, to the new primary", async () => {
    const vault = await open();
    await set("default_transaction_read_only = on");
    await operator.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
      [name()],
    );
    const put = () => vault.connections.put(CONNECTION);
    await expect.poll(() => put().catch((error: Error) => error.message)).toContain("25006");
    await set("default_transaction_read_only = off");
    await put();
    await vault.close();
  });
});

describe("a time limit of the database's own", () => {
  it.each([
    ["statement_timeout", "57014"],
    ["lock_timeout", "55P03"],
  ])("that is over, %s, is told as what may pass", async (setting, code) => {
    await set(`${setting} = 300`);
    const vault = await open();
    await vault.connections.put(CONNECTION);
    await operator.query("begin");
    await operator.query("select id from connection for update");
    await expect(vault.connections.put(CONNECTION)).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: `The vault's database cannot be used right now (${code}).`,
    });
    await operator.query("commit");
    await vault.connections.put(CONNECTION);
    await vault.close();
  });
});
