/** The file with the shops: read once and whole, judged by its first line, and never repeated where it may hold a token. */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { type Platforms, startPlatforms } from "../support/platforms.ts";
import { runHere } from "../support/terminal.ts";

const TOKEN = `legacy${"0123456789abcdef".repeat(4)}`;
const HEADER = "business,shop,access_token";
const row = (number: number): string => `B${number},shop${number}.myharavan.com,${TOKEN}`;

let folder: ReturnType<typeof temporaryFolder>;
let platforms: Platforms;
let env: Record<string, string>;
const file = (name: string): string => join(folder.path, name);
beforeEach(async () => {
  folder = temporaryFolder();
  platforms = await startPlatforms();
  env = { ...platforms.env, VAULT_URL: `sqlite:${file("vault.db")}`, VAULT_KEYS: testKey("a") };
  writeFileSync(file("secret"), "canary-secret");
});
afterEach(async () => {
  await platforms.close();
  folder.remove();
});

const migrateFile = (path: string, input?: string) =>
  runHere(
    [
      ...["haravan", "migrate", path, "--report", file("report.csv")],
      ...["--client-id", "app", "--client-secret-file", file("secret")],
    ],
    env,
    input,
  );
const migrate = (content: string | Buffer) => {
  writeFileSync(file("shops.csv"), content);
  return migrateFile(file("shops.csv"));
};
/** The report without its first line. */
const reported = (): string[] => readFileSync(file("report.csv"), "utf8").trim().split("\n").slice(1);

describe("the file of a migration", () => {
  it.each([
    ["with the line ends of Windows in its first line only", `${HEADER}\r\n${row(1)}\n${row(2)}\n`],
    ["with those of Windows everywhere", `${HEADER}\r\n${row(1)}\r\n${row(2)}\r\n`],
    ["with a byte order mark", `\uFEFF${HEADER}\n${row(1)}\n${row(2)}`],
    [
      "in UTF-16, as a spreadsheet may write it",
      Buffer.from(`\uFEFF${HEADER}\n${row(1)}\n${row(2)}`, "utf16le"),
    ],
    ["with empty lines and one more column", `${HEADER},note\n\n${row(1)},x\n\n${row(2)},y\n\n`],
  ])("is read %s", async (_how, content) => {
    expect((await migrate(content)).code).toBe(0);
    expect(reported().toSorted()).toEqual([
      "B1,shop1.myharavan.com,converted,",
      "B2,shop2.myharavan.com,converted,",
    ]);
  });

  // A pipe can be read only once.
  it.skipIf(process.platform === "win32")(
    "may be a pipe, so that no plain copy has to lie anywhere",
    async () => {
      writeFileSync(file("shops.csv"), `${HEADER}\n${row(1)}\n`);
      execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", file("pipe")]);
      const writing = execFile("sh", ["-c", 'cat "$1" > "$2"', "sh", file("shops.csv"), file("pipe")]);
      expect((await migrateFile(file("pipe"))).code).toBe(0);
      expect(reported()).toEqual(["B1,shop1.myharavan.com,converted,"]);
      writing.kill();
    },
  );

  it("may be standard input", async () => {
    expect((await migrateFile("-", `${HEADER}\n${row(1)}\n`)).code).toBe(0);
    expect(reported()).toEqual(["B1,shop1.myharavan.com,converted,"]);
  });

  it("is judged by its first line: a short row below it is that row's own matter", async () => {
    expect((await migrate(`${HEADER}\nB1,shop1.myharavan.com\n${row(2)}\n`)).code).toBe(1);
    expect(reported().toSorted()).toEqual([
      "(not shown),shop1.myharavan.com,refused,Row 1: access_token is no token.",
      "B2,shop2.myharavan.com,converted,",
    ]);
  });

  it.each([
    ["that is empty", "", "The file has no shops"],
    ["with a first line only", `${HEADER}\n`, "The file has no shops"],
    ["with a wrong first line only", "business,shop\n", "missing: access_token"],
    [
      "with a wrong first line",
      `business;shop;access_token\n${row(1)}\n`,
      "missing: business, shop, access_token",
    ],
    [
      "with a quote that does not end",
      `${HEADER}\n${row(1)}\nB2,"shop2.myharavan.com,${TOKEN}\n${row(3)}\n`,
      "row 2 (CSV_QUOTE_NOT_CLOSED)",
    ],
    [
      "with a quote within a cell",
      `${HEADER}\n${row(1)}\nB2,sh"op2,${TOKEN}\n`,
      "line 3, row 2 (INVALID_OPENING_QUOTE)",
    ],
  ])("%s is an error before the first shop, which says where it is", async (_what, content, expected) => {
    const { code, output } = await migrate(content);
    expect([code, output]).toEqual([1, expect.stringContaining(expected)]);
    expect(output).not.toContain(TOKEN);
    expect(platforms.seen).toEqual([]);
  });

  it.each([
    ["that does not exist", () => file("nowhere.csv"), "ENOENT"],
    ["that is a folder", () => file("folder"), "EISDIR"],
  ])("%s is told from one that is no CSV", async (_what, path, reason) => {
    mkdirSync(file("folder"));
    expect(await migrateFile(path())).toEqual({
      code: 1,
      output: `The file with the shops cannot be read (${reason}).\n`,
    });
  });
});

describe("the report of a migration", () => {
  const secret = TOKEN.slice("legacy".length);

  it.each([
    ["the shop's", `B1,${secret},shop1.myharavan.com`, "Row 1: shop is no name as in cafe01.myharavan.com."],
    ["the business's", `${secret},shop1.myharavan.com,B1`, "Row 1: business and access_token are exchanged."],
    [
      "the business's, with the shop last",
      `${secret},B1,shop1.myharavan.com`,
      "Row 1: shop is no name as in cafe01.myharavan.com",
    ],
    ["every", `${secret},${secret},${secret}`, "Row 1: shop is no name as in cafe01.myharavan.com."],
  ])("shows no token that stands in %s column, and nothing is made of it", async (_which, line, reason) => {
    const { code, output } = await migrate(`${HEADER}\n${line}\n`);
    expect([code, reported()]).toEqual([1, [expect.stringContaining(`refused,${reason}`)]]);
    expect(output + reported().join("")).not.toContain(secret);
    const vault = await openVault(readConfig(env));
    expect(await vault.connections.list({})).toEqual([]);
    await vault.close();
  });

  it("refuses a second shop of a business and a second business of a shop, and leaves the first as it is", async () => {
    const rows = [row(1), `B1,shop2.myharavan.com,${TOKEN}`, `B2,shop1.myharavan.com,${TOKEN}`, row(1)];
    expect((await migrate([HEADER, ...rows].join("\n"))).code).toBe(1);
    const results = reported();
    expect(results).toContain(
      "B1,shop2.myharavan.com,refused,INVALID_ARGUMENT: Row 2: the file gives B1 another shop above: shop1.myharavan.com.",
    );
    expect(results).toContain(
      "B2,shop1.myharavan.com,refused,INVALID_ARGUMENT: Row 3: the file gives shop1.myharavan.com to another business above: B1.",
    );
    // The same row twice is no contradiction.
    expect(
      results.filter((result) => /^B1,shop1.myharavan.com,(converted|already),$/.test(result)),
    ).toHaveLength(2);
    expect(platforms.count("/token_exchange.json")).toBe(1);
  });
});
