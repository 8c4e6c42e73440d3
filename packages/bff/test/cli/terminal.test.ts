/** What a command writes, where it writes it, and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { partnerConnection } from "../support/platforms.ts";
import { BIN } from "../support/process.ts";
import { runHere } from "../support/terminal.ts";

it.each([
  ["", "Usage: privage-bff"],
  ["connections", "Usage: privage-bff connections"],
  ["connections add partner", "error: required option"],
  ["connections add partner --business .. --nonsense", "error: "],
  ["haravan migrate", "error: required option"],
  ["keys nonsense", "error: unknown command"],
])(
  "privage-bff %s, which is not a whole command, ends in the given terminal with what is missing",
  async (command, expected) => {
    const { code, output } = await runHere(command.split(" ").filter(Boolean), {});
    expect([code, output]).toEqual([1, expect.stringContaining(expected)]);
    expect(output).toContain("Usage: ");
  },
);

it("help of every depth comes to the given terminal, and is no failure", async () => {
  const { code, output } = await runHere(["connections", "add", "partner", "--help"], {});
  expect([code, output]).toEqual([0, expect.stringContaining("Usage: privage-bff connections add partner")]);
});

it.skipIf(process.platform === "win32")(
  "a command whose reader has seen enough ends without a word",
  async () => {
    const folder = temporaryFolder();
    const env = { VAULT_URL: `sqlite:${folder.path}/vault.db`, VAULT_KEYS: testKey("a") };
    const vault = await openVault(readConfig(env));
    await vault.connections.put(partnerConnection("https://pos.example"));
    await vault.close();
    // The reader is gone before the command begins to write.
    const child = spawn(
      "bash",
      ["-c", 'set -o pipefail; "$0" "$1" connections list | exec 0<&-', process.execPath, BIN],
      { env: { ...env, PATH: process.env["PATH"] ?? "" }, stdio: ["ignore", "inherit", "pipe"] },
    );
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const [code] = await once(child, "close");
    expect([code, errors]).toEqual([0, ""]);
    folder.remove();
  },
  30_000,
);
