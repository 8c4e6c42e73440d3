/** A vault that cannot be opened: what is wrong, of which variable, and what to do; never the password. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { isAddOnError } from "@privage-addons/contracts";
import { createCertificate } from "@privage-addons/test-support/certificate";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { cannotOpen } from "../../src/vault/cannot-open.ts";
import { databaseFailure } from "../../src/vault/database-failure.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { runCommand } from "../support/process.ts";

const folder = temporaryFolder();
const file = join(folder.path, "file");
let postgres: RunningPostgres;
let url: URL;
beforeAll(async () => {
  writeFileSync(file, "no database, and no folder".repeat(100));
  postgres = await startPostgres();
  url = new URL(await postgres.createDatabase());
});
afterAll(async () => {
  await postgres.stop();
  folder.remove();
});

const envOf = (vaultUrl: string) => ({ VAULT_URL: vaultUrl, VAULT_KEYS: testKey("a") });

/** Why it does not open: the code, and what a person is told. */
const refusal = async (vaultUrl: string) => {
  const error = await openVault(readConfig(envOf(vaultUrl))).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAddOnError(error)) throw new Error("Not one of our errors.", { cause: error });
  expect(error.cause).toBeInstanceOf(Error);
  expect(error.message).toMatch(/^The configuration has 1 problem\(s\):\n {2}- VAULT_URL: .+; .+$/);
  expect(error.message).not.toContain("canary");
  return `${error.code} ${error.message.split("VAULT_URL: ")[1]}`;
};

/** The URL of the running PostgreSQL, with something else in it. */
const withOther = (change: Partial<Record<"username" | "password" | "pathname", string>>): string =>
  Object.assign(new URL(url), change).href;

describe("a vault in SQLite that cannot be opened", () => {
  it.each([
    ["below a file", () => join(file, "below", "vault.db"), "ENOTDIR"],
    ["directly below a file", () => join(file, "vault.db"), "EEXIST"],
    ["in place of a folder", () => folder.path, "SQLite error 14"],
  ])(
    "because it lies %s says that its file cannot be written, and by which user",
    async (_where, path, code) => {
      expect(await refusal(`sqlite:${path()}`)).toBe(
        `INVALID_ARGUMENT the file cannot be made or written (${code}, sqlite:${path()}); give a file in a folder that user ${process.getuid?.()} may write to`,
      );
    },
  );

  it("because the file holds something else says so", async () => {
    expect(await refusal(`sqlite:${file}`)).toMatch(
      /^INVALID_ARGUMENT the file is no SQLite database, or is damaged \(SQLite error 26, .+restore a backup/,
    );
  });
});

describe("a vault in PostgreSQL that cannot be opened", () => {
  it("names an unknown host", async () => {
    expect(await refusal("postgres://bff:canary@vault.invalid:5432/vault")).toMatch(
      /^UPSTREAM_UNAVAILABLE its host is unknown \((ENOTFOUND|EAI_AGAIN), postgres:\/\/bff@vault\.invalid:5432\/vault\); correct/,
    );
  });

  it("names a port at which nothing listens", async () => {
    expect(await refusal("postgres://bff:canary@127.0.0.1:1/vault?sslpassword=canary")).toBe(
      "UPSTREAM_UNAVAILABLE nothing listens at its host and port (ECONNREFUSED, postgres://bff@127.0.0.1:1/vault); start PostgreSQL there, or correct them",
    );
  });

  it("says that a host does not answer", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : undefined;
    expect(await refusal(`postgres://bff:canary@127.0.0.1:${port}/vault`)).toMatch(
      /^UPSTREAM_UNAVAILABLE its host does not answer .+ let this process through/,
    );
    silent.close();
  }, 30_000);

  it("tells a statement that takes too long from a host that does not answer", () => {
    const location = { kind: "postgres", url: url.href, poolSize: 1 } as const;
    expect(cannotOpen(location, databaseFailure(new Error("Query read timeout")))).toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: expect.stringContaining("PostgreSQL takes too long for a statement"),
    });
  });

  it("says that user or password are refused", async () => {
    expect(await refusal(withOther({ password: "canary" }))).toBe(
      `INVALID_ARGUMENT PostgreSQL refuses its user or password (28P01, postgres://postgres@${url.host}${url.pathname}); correct them, special characters percent-encoded`,
    );
  });

  it("says that the database does not exist", async () => {
    expect(await refusal(withOther({ pathname: "/nowhere" }))).toBe(
      `INVALID_ARGUMENT its database does not exist (3D000, postgres://postgres@${url.host}/nowhere); create it, or correct its name`,
    );
  });

  it("says that the user may not make tables", async () => {
    const admin = new pg.Client(url.href);
    await admin.connect();
    await admin.query("create role guest login password 'canary'");
    await admin.end();
    expect(await refusal(withOther({ username: "guest", password: "canary" }))).toMatch(
      /^INVALID_ARGUMENT its user may not make tables \(42501, .+grant/,
    );
  });

  it("says that PostgreSQL takes no writes, as at the address that a service has for reading", async () => {
    const replica = await postgres.createDatabase();
    const admin = new pg.Client(replica);
    await admin.connect();
    await admin.query(
      `alter database ${new URL(replica).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    await admin.end();
    expect(await refusal(replica)).toMatch(
      /^UPSTREAM_UNAVAILABLE PostgreSQL takes no writes there \(25006, .+primary/,
    );
  });

  it("says that no connection is left", async () => {
    const admin = new pg.Client(url.href);
    await admin.connect();
    await admin.query("create role crowded login password 'canary' connection limit 0");
    await admin.end();
    expect(await refusal(withOther({ username: "crowded", password: "canary" }))).toMatch(
      /^UPSTREAM_UNAVAILABLE PostgreSQL has no connection left for its user \(53300, .+max_connections/,
    );
  });

  it.each([
    ["canary/x", "u:canary/x@127.0.0.1:1/vault"],
    ["12/canary", "u:12/canary@127.0.0.1:1/vault"],
    ["12?canary", "127.0.0.1:1/?canary@127.0.0.1:1/vault"],
    ["canary#x", "u:canary#x@127.0.0.1:1/vault"],
    ["canary@x", "u:canary@canary@127.0.0.1:1/vault"],
  ])("shows nothing of a URL whose password %s nobody can tell from the rest", async (_password, rest) => {
    expect(await refusal(`postgres://${rest}`)).not.toContain("postgres://");
  });
});

describe("a vault in PostgreSQL over TLS", () => {
  const ca = join(folder.path, "ca.pem");
  /** The running PostgreSQL, as `localhost`, and what comes behind the question mark. */
  const over = (parameters: Record<string, string>, user = "postgres"): string => {
    const there = new URL(url);
    there.hostname = "localhost";
    there.username = user;
    there.search = new URLSearchParams(parameters).toString();
    return there.href;
  };
  beforeAll(async () => {
    const { key, cert } = await createCertificate();
    writeFileSync(ca, cert);
    const admin = new pg.Client(url.href);
    await admin.connect();
    const lines = (text: string) => `unnest(string_to_array(${admin.escapeLiteral(text)}, e'\\n'))`;
    // By the server itself, which is another user than this process and takes no key that others may read.
    await admin.query(`copy (select ${lines(cert)}) to program 'cat > server.crt'`);
    await admin.query(`copy (select ${lines(key)}) to program 'umask 077; cat > server.key'`);
    await admin.query("create role strict superuser login password 'test-only'");
    await admin.query(
      `copy (select 'hostnossl all strict all reject' union all
        (select unnest(string_to_array(pg_read_file('pg_hba.conf'), e'\\n')))) to program 'cat > hba && mv hba pg_hba.conf'`,
    );
    expect(await refusal(over({ sslmode: "verify-full" }))).toMatch(
      /^INVALID_ARGUMENT PostgreSQL takes no TLS there \(.+leave sslmode out/,
    );
    await admin.query("alter system set ssl = on");
    await admin.query("select pg_reload_conf()");
    await vi.waitFor(async () => expect((await admin.query("show ssl")).rows).toEqual([{ ssl: "on" }]));
    await admin.end();
  });

  it.each(["strict", "postgres"])(
    "opens for %s with its authority's certificate, as the guide has it",
    async (user) => {
      const vault = await openVault(
        readConfig(envOf(over({ sslmode: "verify-full", sslrootcert: ca }, user))),
      );
      const isEncrypted = sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      expect((await isEncrypted.execute(vault.database.db)).rows).toEqual([{ ssl: true }]);
      await vault.close();
    },
  );

  it("of an authority that nobody named says which certificate to name, and how", async () => {
    expect(await refusal(over({ sslmode: "verify-full" }))).toMatch(
      /^INVALID_ARGUMENT its server's certificate is of nobody known, .+ \(DEPTH_ZERO_SELF_SIGNED_CERT, .+sslmode=verify-full&sslrootcert=ca\.pem/,
    );
  });

  it("with an authority's file that is not there says so", async () => {
    expect(await refusal(over({ sslmode: "verify-full", sslrootcert: join(folder.path, "no.pem") }))).toMatch(
      /^INVALID_ARGUMENT it names a file that is not there, .+ \(ENOENT, .+correct sslrootcert, /,
    );
  });

  it("that takes a user over TLS only says so to one who comes without", async () => {
    expect(await refusal(over({}, "strict"))).toMatch(
      /^INVALID_ARGUMENT PostgreSQL refuses its user, or takes it over TLS only \(28000, .+add \?sslmode=verify-full/,
    );
  });
});

describe.each([["serve"], ["connections list"], ["keys rotate"]])("privage-bff %s", (command) => {
  it.each([
    ["a folder that cannot be written", () => `sqlite:${file}/below/vault.db`, "ENOTDIR"],
    ["a wrong password", () => withOther({ password: "canary" }), "28P01"],
  ])(
    "with %s ends with one clear error",
    async (_what, vaultUrl, code) => {
      const { code: exitCode, output } = await runCommand(command.split(" "), {
        ...envOf(vaultUrl()),
        PORT: "0",
      });
      expect(exitCode).toBe(1);
      expect(output).toMatch(
        new RegExp(`^The configuration has 1 problem\\(s\\):\\n  - VAULT_URL: .+\\(${code}, .+\\); .+\\n$`),
      );
      expect(output).not.toContain("canary");
    },
    30_000,
  );
});
