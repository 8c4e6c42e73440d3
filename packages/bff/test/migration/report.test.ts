/** The report of a migration is made before anything is converted; when it can be written no longer, the run ends, and goes on later. */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { type Platforms, startPlatforms } from "../support/platforms.ts";
import { runCommand } from "../support/process.ts";

const SHOPS = 200;
const FULL = "/dev/full";

let folder: ReturnType<typeof temporaryFolder>;
let platforms: Platforms;
let env: Record<string, string>;
const file = (name: string): string => join(folder.path, name);
beforeEach(async () => {
  folder = temporaryFolder();
  platforms = await startPlatforms();
  env = { ...platforms.env, VAULT_URL: `sqlite:${file("vault.db")}`, VAULT_KEYS: testKey("a") };
  const rows = Array.from(
    { length: SHOPS },
    (_, index) => `B${index},shop${index}.myharavan.com,legacy-canary`,
  );
  writeFileSync(file("shops.csv"), ["business,shop,access_token", ...rows].join("\n"));
  writeFileSync(file("secret"), "canary-secret");
});
afterEach(async () => {
  await platforms.close();
  folder.remove();
});

const migrate = (report: string) =>
  runCommand(
    [
      ...["haravan", "migrate", file("shops.csv"), "--report", report],
      ...["--client-id", "app", "--client-secret-file", file("secret"), "--concurrency", "4"],
    ],
    env,
  );

const exchanged = () => platforms.count("/token_exchange.json");

describe("a migration whose report is the file with the shops", () => {
  it.each([
    ["by its name", () => file("shops.csv")],
    ["by another name", () => file("link.csv")],
  ])(
    "%s ends before the first shop, and the file stays as it was",
    async (_how, report) => {
      symlinkSync(file("shops.csv"), file("link.csv"));
      const before = readFileSync(file("shops.csv"), "utf8");
      expect(await migrate(report())).toEqual({
        code: 1,
        output:
          "--report: this is the file with the shops, which would be written over; name another. No shop was converted.\n",
      });
      expect([readFileSync(file("shops.csv"), "utf8"), platforms.seen]).toEqual([before, []]);
    },
    60_000,
  );
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
