/** The report of a migration is made before anything is converted; when it can be written no longer, the run ends, and goes on later. */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { type Platforms, startPlatforms } from "../support/platforms.ts";
import { runHere } from "../support/terminal.ts";

const SHOPS = 200;
const FULL = "/dev/full";

let folder: ReturnType<typeof temporaryFolder>;
let platforms: Platforms;
let env: Record<string, string>;
const file = (name: string): string => join(folder.path, name);
const writeShops = (count: number): void => {
  const rows = Array.from(
    { length: count },
    (_, index) => `B${index},shop${index}.myharavan.com,legacy-canary`,
  );
  writeFileSync(file("shops.csv"), ["business,shop,access_token", ...rows].join("\n"));
};
beforeEach(async () => {
  folder = temporaryFolder();
  platforms = await startPlatforms();
  env = { ...platforms.env, VAULT_URL: `sqlite:${file("vault.db")}`, VAULT_KEYS: testKey("a") };
  writeShops(SHOPS);
  writeFileSync(file("secret"), "canary-secret");
});
afterEach(async () => {
  await platforms.close();
  folder.remove();
});

const migrate = (report: string) =>
  runHere(
    [
      ...["haravan", "migrate", file("shops.csv"), "--report", report],
      ...["--client-id", "app", "--client-secret-file", file("secret"), "--concurrency", "4"],
    ],
    env,
  );

const exchanged = () => platforms.count("/token_exchange.json");

describe("a migration whose report has the name of a file that is there", () => {
  it.each([
    ["an earlier run's report", "report.csv", "report-2.csv"],
    ["the file with the shops", "shops.csv", "shops-2.csv"],
    ["the file with the shops by another name", "link.csv", "link-2.csv"],
  ])(
    "leaves %s as it is, and writes one with a number",
    async (_which, name, numbered) => {
      writeShops(3);
      writeFileSync(file("report.csv"), "the only list of what was refused");
      symlinkSync(file("shops.csv"), file("link.csv"));
      const before = readFileSync(file(name), "utf8");
      const { code, output } = await migrate(file(name));
      expect([code, output]).toEqual([0, expect.stringContaining(`Report: ${file(numbered)}\n`)]);
      expect(readFileSync(file(name), "utf8")).toBe(before);
      expect(readFileSync(file(numbered), "utf8").match(/,converted,/g)).toHaveLength(3);
    },
    60_000,
  );
});

describe("a migration that is stopped", () => {
  it("says how many shops were not begun, and the same command goes on with them", async () => {
    writeShops(40);
    platforms.override = () => {
      if (exchanged() === 10) process.emit("SIGINT");
      return false;
    };
    const stopped = await migrate(file("report.csv"));
    const done = readFileSync(file("report.csv"), "utf8").match(/,(converted|retry),/g)?.length ?? 0;
    expect(stopped.code).toBe(1);
    expect(stopped.output).toMatch(
      new RegExp(`of 40 shops are not converted .+, and ${40 - done} were not begun\\. Run the same command`),
    );
    platforms.override = () => false;
    expect((await migrate(file("report.csv"))).code).toBe(0);
    expect(readFileSync(file("report-2.csv"), "utf8").match(/,(already|converted),/g)).toHaveLength(40);
  }, 60_000);
});

describe("a migration whose report cannot be written", () => {
  it.each([
    ["in a folder that does not exist", () => file("nowhere/report.csv"), "ENOENT"],
    ["below a file", () => file("secret/report.csv"), "ENOTDIR"],
    ["that is a folder", () => folder.path, "EISDIR"],
    ["on a full disk", () => FULL, "ENOSPC"],
  ])(
    "%s ends before the first shop, and says what to do",
    async (_where, report, code) => {
      if (report() === FULL && !existsSync(FULL)) return; // Only Linux has it.
      expect(await migrate(report())).toEqual({
        code: 1,
        output: `--report: the file cannot be written (${code}); name one in a folder that exists, may be written to and has room. No shop was converted.\n`,
      });
      expect(platforms.seen).toEqual([]);
      const vault = await openVault(readConfig(env));
      expect(await vault.connections.list({})).toEqual([]);
      await vault.close();
    },
    60_000,
  );

  // A pipe is a file that can be written until its reader goes away.
  it.skipIf(process.platform === "win32")(
    "any longer ends soon, keeps what was converted, and goes on with the next run",
    async () => {
      execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", file("pipe")]);
      const running = migrate(file("pipe"));
      let read = "";
      for await (const chunk of createReadStream(file("pipe"), "utf8")) {
        read += chunk;
        if (read.includes(",converted,")) break;
      }
      const { code, output } = await running;
      expect(code).toBe(1);
      expect(output).toContain(
        "The report can no longer be written (EPIPE). What was converted is kept; make room and run the same command again.\n",
      );
      expect(output).not.toMatch(/ {4}at |canary/);
      const before = exchanged();
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(SHOPS);

      expect((await migrate(file("report.csv"))).code).toBe(0);
      const results = readFileSync(file("report.csv"), "utf8").match(/,(already|converted),/g) ?? [];
      expect(results.filter((result) => result === ",already,")).toHaveLength(before);
      expect(results).toHaveLength(SHOPS);
      expect(exchanged()).toBe(SHOPS);
    },
    120_000,
  );
});
