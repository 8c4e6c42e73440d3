/** What stays of a connection when the command adds it again. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { startPostgres } from "../support/postgres.ts";
import { runHere } from "../support/terminal.ts";

let folder: ReturnType<typeof temporaryFolder>;
let env: Record<string, string>;
const secretFile = (name: string): string => {
  writeFileSync(join(folder.path, name), `canary-${name}`);
  return join(folder.path, name);
};
beforeEach(() => {
  folder = temporaryFolder();
  env = { VAULT_URL: `sqlite:${join(folder.path, "vault.db")}`, VAULT_KEYS: testKey("a") };
});
afterEach(() => folder.remove());

const ACCOUNT = ["--base-url", "https://pos.example/api/partner/v1", "--client-id", "meed_x"];
const add = async (clientSecret: string, more: string[] = [], account = ACCOUNT) => {
  const secret = ["--client-secret-file", secretFile(clientSecret)];
  const args = ["connections", "add", "partner", "--business", "CAFE01", ...account, ...secret, ...more];
  const { code, output } = await runHere(args, env);
  expect(output).not.toContain("canary");
  return { code, output };
};
const stored = async () => {
  const vault = await openVault(readConfig(env));
  const connection = await vault.connections.get("partner:CAFE01");
  await vault.close();
  return connection?.secrets;
};

describe("the webhook secret of a Partner connection", () => {
  beforeEach(async () => {
    const { output } = await add("one", ["--webhook-secret-file", secretFile("hook")]);
    expect(output).toBe("CAFE01 is connected to partner.\nIts webhooks are accepted.\n");
  });

  it("stays also when the database is away for the moment in which it is looked for: nothing is replaced", async () => {
    const postgres = await startPostgres();
    env["VAULT_URL"] = await postgres.createDatabase();
    await add("one", ["--webhook-secret-file", secretFile("hook")]);
    const vault = await openVault(readConfig(env));
    for (const statement of [
      "create sequence looks",
      `create function answers() returns boolean language plpgsql as $$ begin
        if nextval('looks') = 1 then raise exception 'away' using errcode = '57014'; end if;
        return true;
      end $$`,
      "alter table connection rename to connections",
      "create view connection as select * from connections where answers()",
    ])
      await sql.raw(statement).execute(vault.database.db);
    await vault.close();
    expect(await add("two")).toMatchObject({
      code: 1,
      output: expect.stringContaining("database cannot be used right now (57014)"),
    });
    expect(await stored()).toEqual({ clientSecret: "canary-one", webhookSecret: "canary-hook" });
    await postgres.stop();
  }, 60_000);

  it("stays when only the client secret is replaced", async () => {
    expect((await add("two")).output).toBe(
      "CAFE01 is connected to partner.\nIts webhooks are accepted, with the secret given before.\n",
    );
    expect(await stored()).toEqual({ clientSecret: "canary-two", webhookSecret: "canary-hook" });
  });

  it("goes when it is told to", async () => {
    expect((await add("two", ["--no-webhook-secret"])).output).toContain("Its webhooks are refused");
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });

  it("does not pass to another account", async () => {
    const other = ["--base-url", "https://pos.example/api/partner/v1", "--client-id", "meed_other"];
    expect((await add("two", [], other)).output).toContain("Its webhooks are refused");
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });

  it("is lost with the key that sealed it, and the connection can be replaced all the same", async () => {
    env = { ...env, VAULT_KEYS: testKey("b") };
    expect(await add("two")).toMatchObject({
      code: 0,
      output: expect.stringContaining("Its webhooks are refused"),
    });
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });
});
