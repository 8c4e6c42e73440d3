/** A database that goes away while the vault is in use: who is told what, and that all goes on when it is back. */

import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/main.ts";
import { readConfig } from "../../src/index.ts";
import { databaseFailure, isDatabaseFailure } from "../../src/vault/database-failure.ts";
import { openVault } from "../../src/vault/vault.ts";
import { type RunningBff, startBff, testKey } from "../support/bff.ts";
import { type Platforms, partnerConnection, startPlatforms } from "../support/platforms.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { runCommand } from "../support/process.ts";
import { AUTHORIZED } from "../support/rig.ts";

/** The way to a database, which can be cut and mended. */
interface Way {
  readonly url: string;
  cut(): void;
  /** Connections, in both directions. */
  open(): number;
  mend(): void;
  close(): Promise<void>;
}

const startWay = async (databaseUrl: string): Promise<Way> => {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const listener = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const onward = connect(Number(port), hostname);
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on("error", () => {});
      each.on("close", () => {
        sockets.delete(each);
        socket.destroy();
        onward.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((listener.address() as AddressInfo).port);
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    open: () => sockets.size,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
};

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

let way: Way;
beforeEach(async () => {
  way = await startWay(await postgres.createDatabase());
});
afterEach(() => way.close());

describe("a server whose database goes away", () => {
  let platforms: Platforms;
  let bff: RunningBff;
  beforeEach(async () => {
    platforms = await startPlatforms();
    bff = await startBff({ ...platforms.env, VAULT_URL: way.url });
    await bff.vault.connections.put(partnerConnection(platforms.url));
  });
  afterEach(async () => {
    way.mend();
    await bff.close();
    await platforms.close();
  });
  const sales = () => fetch(`${bff.url}/partner/sales`, { headers: AUTHORIZED });

  it("goes on for those whose token is in memory", async () => {
    expect((await sales()).status).toBe(200);
    way.cut();
    expect((await sales()).status).toBe(200);
  });

  it("tells others that they may come back, and serves them once it is there again", async () => {
    way.cut();
    const answer = await sales();
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      {
        code: "UPSTREAM_UNAVAILABLE",
        retryable: true,
        detail: expect.stringContaining("The vault's database"),
      },
    ]);
    expect(platforms.count("/sales")).toBe(0);
    way.mend();
    await expect.poll(async () => (await sales()).status).toBe(200);
  });
});

describe("a vault whose database goes away", () => {
  it("between two statements of a transaction: the process lives, and the next one gets another connection", async () => {
    const vault = await openVault(
      readConfig({ VAULT_URL: way.url, VAULT_KEYS: testKey("a"), VAULT_POOL_SIZE: "1" }),
    );
    const { db } = vault.database;
    const one = sql<{ one: number }>`select 1 as one`;
    const interrupted = db.transaction().execute(async (transaction) => {
      await one.execute(transaction);
      way.cut();
      // The connection's end is noticed while nothing is asked.
      await expect.poll(() => way.open()).toBe(0);
      await one.execute(transaction);
    });
    await expect(interrupted).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true });
    way.mend();
    expect((await one.execute(db)).rows).toEqual([{ one: 1 }]);
    await vault.close();
  });
});

describe("a database that ends a connection in one packet with the word that it is made", () => {
  const message = (type: string, body: Buffer) => {
    const head = Buffer.from(`${type}----`);
    head.writeInt32BE(4 + body.length, 1);
    return Buffer.concat([head, body]);
  };

  it("ends no process: whoever asked is told that it is shutting down", async () => {
    const shuttingDown = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        const packet = [
          message("R", Buffer.alloc(4)),
          message("Z", Buffer.from("I")),
          message("E", Buffer.from("SFATAL\0C57P01\0Mterminating connection\0\0")),
        ];
        socket.end(Buffer.concat(packet));
      });
    });
    await new Promise<void>((resolve) => shuttingDown.listen(0, "127.0.0.1", resolve));
    const { port } = shuttingDown.address() as AddressInfo;
    const { code, output } = await runCommand(["connections", "list"], {
      VAULT_URL: `postgres://bff@127.0.0.1:${port}/vault`,
      VAULT_KEYS: testKey("a"),
    });
    shuttingDown.close();
    expect([code, output]).toEqual([
      1,
      expect.stringContaining("VAULT_URL: PostgreSQL is starting or stopping (57P01, "),
    ]);
  }, 30_000);
});

describe("a command whose database goes away", () => {
  it("says so, and not that something unexpected happened", async () => {
    let output = "";
    const write = (text: string) => {
      output += text;
      if (text === "ok    vault\n") way.cut();
    };
    const env = {
      ...{ VAULT_URL: way.url, VAULT_KEYS: testKey("a"), ALLOW_INSECURE_UPSTREAMS: "1" },
      ...{ PRIVAGE_BASE_URL: "http://127.0.0.1:1", HARAVAN_API_BASE_URL: "http://127.0.0.1:1" },
      ...{ HARAVAN_ACCOUNTS_BASE_URL: "http://127.0.0.1:1" },
    };
    const terminal = { env, input: Readable.from([]), isInteractive: false, write, writeError: write };
    expect(await runCli(["doctor"], terminal)).toBe(1);
    expect(output).toMatch(
      /^ok {4}configuration\nok {4}vault\nFAIL {2}vault keys: The vault's database cannot be used right now \(.+\)\.\n/,
    );
    expect(output).toMatch(/\nThe vault's database cannot be used right now \(.+\)\.\n$/);
    expect(output).not.toContain("Unexpected");
  });
});

describe("what a driver reports", () => {
  const failing = (message: string, more: object = {}) => Object.assign(new Error(message), more);

  it.each([
    [failing("canary", { code: "57P01" }), "57P01"],
    [failing("canary", { code: "40001" }), "40001"],
    [failing("canary", { code: "40P01" }), "40P01"],
    [failing("canary", { code: "53300" }), "53300"],
    [failing("canary", { code: "08006" }), "08006"],
    [failing("canary", { code: "25006" }), "25006"],
    [failing("canary", { code: "25P03" }), "25P03"],
    [failing("canary", { code: "25P04" }), "25P04"],
    [failing("canary", { code: "55P03" }), "55P03"],
    [failing("canary", { code: "57014" }), "57014"],
    [failing("canary", { code: "58030" }), "58030"],
    [failing("canary", { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    [failing("canary", { code: "EAI_AGAIN" }), "EAI_AGAIN"],
    [failing("canary", { code: "ERR_SQLITE_ERROR", errcode: 13 }), "SQLite error 13"],
    [failing("canary", { code: "ERR_SQLITE_ERROR", errcode: 266 }), "SQLite error 10"],
    [failing("Query read timeout"), "timeout"],
    [failing("Connection terminated unexpectedly"), "terminated"],
  ])("may pass: %s", (error, shown) => {
    const failure = databaseFailure(error);
    expect(failure).toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
      message: `The vault's database cannot be used right now (${shown}).`,
    });
    expect(isDatabaseFailure(failure) && failure.cause).toBe(error);
  });

  it.each([
    failing("duplicate key", { code: "23505" }),
    failing("no such table", { code: "ERR_SQLITE_ERROR", errcode: 1 }),
    failing("syntax error", { code: "42601" }),
    failing("Invalid URL", { code: "ERR_INVALID_URL" }),
    new TypeError("cannot read properties of undefined"),
  ])("is our own mistake, or the operator's: %s", (error) => {
    expect(databaseFailure(error)).toBe(error);
    expect(isDatabaseFailure(error)).toBe(false);
  });
});
