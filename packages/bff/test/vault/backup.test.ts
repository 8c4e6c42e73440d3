/** Copies of the vault: taken while others write, restored over either database, refused when they cannot be whole. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, describe, expect, it } from "vitest";
import { createBff, openVault, readConfig } from "../../src/index.ts";
import { createLog } from "../../src/operations/logs.ts";
import { restore as restoreLines } from "../../src/vault/backup.ts";
import { SCHEMA_VERSION } from "../../src/vault/migrations.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { callerToken, partnerConnection, startPlatforms } from "../support/platforms.ts";
import { BIN, runCommand } from "../support/process.ts";
import { databasesPerFile, LIFE } from "../support/vault-rig.ts";

const { SQLite, PostgreSQL } = databasesPerFile();
const databases = { SQLite, PostgreSQL };
const folder = temporaryFolder();
afterAll(folder.remove);
let files = 0;
const newFile = (): string => {
  files += 1;
  return join(folder.path, `backup-${files}`);
};

const BUSINESSES = 250;

const append = (vault: Vault, business: string, dedupe: string): Promise<boolean> =>
  vault.webhooks.append({ business, provider: "partner", topic: "t", dedupe, body: "{}" });

/** More than a batch of everything. */
const fill = async (vault: Vault, url: string): Promise<void> => {
  for (let index = 0; index < BUSINESSES; index += 1) {
    const business = `B${index}`;
    await vault.connections.put(partnerConnection(url, business));
    await vault.webhooks.append({
      ...{ business: `B${index % 2}`, provider: "partner", topic: "t", dedupe: String(index) },
      body: `{"n":${index}}`,
    });
  }
  const lease = await vault.tokens.lease("partner:B0", 0, "me", 3_000);
  if (lease)
    await vault.tokens.commit(lease, { accessToken: "canary-access", refreshToken: "canary-refresh" }, LIFE);
  await vault.orphans.keep("partner:B0", { refreshToken: "canary-orphan" });
};

const envOf = (url: string) => ({ VAULT_URL: url, VAULT_KEYS: testKey("a") });
const backup = (url: string, file: string) => runCommand(["vault", "backup", file], envOf(url));
const restore = (url: string, file: string) => runCommand(["vault", "restore", file], envOf(url));

describe.each(Object.entries(databases))("a backup of %s", (_from, createSource) => {
  it.each(Object.entries(databases))(
    "taken while a server writes is of one moment, and is the same vault over %s",
    async (_to, createTarget) => {
      const [source, target, platforms] = [
        await createSource(),
        await createTarget(),
        await startPlatforms(),
      ];
      const vault = await openVault(readConfig(envOf(source.url)));
      await fill(vault, platforms.url);

      // A connection and its token's row are written together: a copy of two moments would have more of the one.
      let isDone = false;
      const writing = (async () => {
        for (let index = 0; !isDone; index += 1) {
          await vault.connections.put(partnerConnection(platforms.url, `later-${index}`));
          await new Promise((resolve) => setImmediate(resolve)); // SQLite's promises alone let nothing else happen.
        }
      })();
      const file = newFile();
      const made = await backup(source.url, file);
      isDone = true;
      await writing;
      const lastSeen = new Map<string, number>();
      for (const business of ["B1", "first-heard-of-later"]) {
        for (const dedupe of ["lost-1", "lost-2"]) await append(vault, business, `${dedupe}-${business}`);
        lastSeen.set(business, (await vault.webhooks.list(business, 0, 200)).at(-1)?.seq ?? 0);
      }
      const restored = await restore(target.url, file);
      expect([made.code, restored.code, restored.output.split(" ")[0]]).toEqual([
        0,
        0,
        made.output.split(" ")[0],
      ]);
      expect(readFileSync(file, "utf8") + made.output).not.toMatch(/canary/);

      const copy = await openVault(readConfig(envOf(target.url)));
      const connections = await copy.connections.list({});
      const tokens: Awaited<ReturnType<typeof copy.tokens.read>>[] = [];
      for (const { id } of connections) tokens.push(await copy.tokens.read(id));
      expect(connections.length).toBeGreaterThanOrEqual(BUSINESSES);
      const { rows } = await sql`select id from token`.execute(copy.database.db);
      expect([tokens.includes(undefined), rows.length]).toEqual([false, connections.length]);
      expect(tokens.find((token) => token?.connection.business === "B0")).toMatchObject({
        version: 1,
        secrets: { accessToken: "canary-access", refreshToken: "canary-refresh" },
      });
      expect((await copy.orphans.newest("partner:B0"))?.secrets).toEqual({ refreshToken: "canary-orphan" });
      expect((await copy.webhooks.list("B1", 0, 200)).map(({ body }) => body)).toEqual(
        (await vault.webhooks.list("B1", 0, BUSINESSES / 2)).map(({ body }) => body),
      );

      // A server goes on where the other one was: the token is used, the feed continues, credentials work.
      const app = createBff(readConfig({ ...platforms.env, ...envOf(target.url) }), {
        log: createLog("silent"),
      });
      const url = await app.listen({ host: "127.0.0.1", port: 0 });
      const call = async (business: string) => {
        const headers = { authorization: `Bearer ${callerToken(business)}` };
        return (await fetch(`${url}/partner/sales`, { headers })).json();
      };
      expect([await call("B0"), await call("B7")]).toMatchObject([
        { token: "canary-access" },
        { token: "partner-1" },
      ]);
      // Nobody who has read positions that the copy knows nothing of misses what comes now.
      for (const [business, after] of lastSeen) {
        await append(copy, business, `new-${business}`);
        expect(await copy.webhooks.list(business, after, 200)).toHaveLength(1);
      }
      await app.close();
      await copy.close();
      await vault.close();
      await platforms.close();
      source.remove();
      target.remove();
    },
    120_000,
  );

  it("is refused by a vault that is not empty, and when it is damaged, not whole or of another schema: nothing changes", async () => {
    const { url, remove } = await createSource();
    const vault = await openVault(readConfig(envOf(url)));
    await vault.connections.put(partnerConnection("https://pos.example"));
    const file = newFile();
    await backup(url, file);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    const full = await restore(url, file);
    const again = await backup(url, file);
    expect([full.code, full.output, again.code, again.output]).toEqual([
      1,
      "The vault is not empty. Nothing was restored.\n",
      1,
      "The backup cannot be made (EEXIST): name a new file, in a folder that you may write to.\n",
    ]);
    const nowhere = await backup(url, join(folder.path, "nowhere", "file"));
    expect(nowhere.output).toMatch(/^The backup cannot be made \(ENOENT\)/);

    const empty = await createSource();
    const ofFolder = await restore(empty.url, folder.path);
    expect(ofFolder.output).toMatch(/^The backup cannot be read \(EISDIR\): name a file/);
    const target = await openVault(readConfig(envOf(empty.url)));
    const broken: [string, string[]][] = [
      ["not whole", lines.slice(0, -1)],
      ["not whole", lines.toSpliced(1, 1)],
      ["not whole", []],
      ["damaged", lines.with(1, (lines[1] ?? "").slice(0, -5))],
      ["damaged", lines.with(1, '["vault_schema",{"id":1}]')],
      ["schema version", lines.with(0, JSON.stringify({ vault: SCHEMA_VERSION + 1 }))],
      ["This is not a backup", ["business,shop,access_token", "CAFE01,cafe01.myharavan.com,token"]],
    ];
    for (const [why, given] of broken) {
      await expect(restoreLines(target.database, Readable.from(given))).rejects.toThrow(why);
      expect(await target.connections.list({})).toEqual([]);
    }
    expect(await restoreLines(target.database, Readable.from(lines))).toBe(lines.length - 2);
    await target.close();
    await vault.close();
    empty.remove();
    remove();
  }, 120_000);
});

describe("a vault that an older program made", () => {
  const addedLast = [sql`drop index webhook_digest`, sql`alter table webhook drop column digest`];

  it("is backed up as it is, so that the older program can take the backup", async () => {
    const { url, remove } = await SQLite();
    const { database, connections, close } = await openVault(readConfig(envOf(url)));
    await connections.put(partnerConnection("https://pos.example"));
    for (const step of [...addedLast, sql`update vault_schema set version = 1`])
      await step.execute(database.db);
    const file = newFile();
    expect((await backup(url, file)).code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^{"vault":1}\n/);
    const { rows } = await sql`select version from vault_schema`.execute(database.db);
    expect(rows).toEqual([{ version: 1 }]);
    await sql`update vault_schema set version = ${SCHEMA_VERSION + 1}`.execute(database.db);
    expect((await backup(url, newFile())).output).toMatch(/back it up with the program that runs\.\n$/);
    await close();
    remove();
  }, 60_000);

  it("is not made where there is none", async () => {
    const { url, remove } = await SQLite();
    expect(await backup(url, newFile())).toEqual({ code: 1, output: "There is no vault at VAULT_URL.\n" });
    remove();
  }, 60_000);
});

describe("a restored backup", () => {
  it("whose keys are not all configured is reported with their names", async () => {
    const [source, target] = [await SQLite(), await SQLite()];
    const vault = await openVault(readConfig(envOf(source.url)));
    await vault.connections.put(partnerConnection("https://pos.example"));
    await vault.close();
    const file = newFile();
    await backup(source.url, file);
    const restored = await runCommand(["vault", "restore", file], {
      ...envOf(target.url),
      VAULT_KEYS: testKey("b"),
    });
    expect(restored).toEqual({
      code: 1,
      output: expect.stringMatching(/^2 rows are restored.+\nRecords are sealed .+ add a at its end\.\n$/),
    });
    source.remove();
    target.remove();
  }, 60_000);
});

describe("SQLite's own copy", () => {
  it("made with VACUUM INTO while a server writes opens with the same keys", async () => {
    const file = newFile();
    const vault = await openVault(readConfig(envOf(`sqlite:${file}`)));
    await vault.connections.put(partnerConnection("https://pos.example"));
    const copy = newFile();
    const database = new DatabaseSync(file);
    database.exec(`vacuum into '${copy}'`);
    database.close();
    await vault.connections.end("partner:CAFE01", "removed");
    await vault.close();
    const restored = await openVault(readConfig(envOf(`sqlite:${copy}`)));
    expect((await restored.connections.get("partner:CAFE01"))?.secrets).toMatchObject({
      clientSecret: "canary-partner-secret",
    });
    await restored.close();
  });
});

// A shell's limit on the size of files stands in for a full disk.
it.skipIf(process.platform === "win32")(
  "a backup that there is no room for is no file at all, and its command says what to do",
  async () => {
    const { url } = await SQLite();
    const vault = await openVault(readConfig(envOf(url)));
    await fill(vault, "https://pos.example");
    await vault.close();
    const file = newFile();
    const script = 'ulimit -f 96; exec "$0" "$@"';
    const failed = promisify(execFile)("sh", ["-c", script, process.execPath, BIN, "vault", "backup", file], {
      env: { PATH: process.env["PATH"], ...envOf(url) },
    });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The backup could not be written whole.*make room/),
    });
    expect(existsSync(file)).toBe(false);
    expect(await backup(url, file)).toMatchObject({ code: 0 });
  },
  120_000,
);
