/** What a command writes, where it writes it, and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

describe.skipIf(process.platform === "win32")("a command that lists two connections", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    folder = temporaryFolder();
    const vault = await openVault(readConfig(env()));
    for (const business of ["CAFE01", "PHO02"])
      await vault.connections.put(partnerConnection("https://pos.example", business));
    await vault.close();
  });
  afterEach(() => folder.remove());
  const env = () => ({ VAULT_URL: `sqlite:${folder.path}/vault.db`, VAULT_KEYS: testKey("a") });

  /** With `connections list` in place of `$list`. */
  const runInShell = async (line: string) => {
    const list = `${process.execPath} ${BIN} connections list`;
    const child = spawn("bash", ["-o", "pipefail", "-c", line.replace("$list", list)], {
      env: { ...env(), PATH: process.env["PATH"] ?? "" },
      stdio: ["ignore", "inherit", "pipe"],
    });
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const [code] = await once(child, "close");
    return [code, errors];
  };

  it("ends without a word when its reader has seen enough", async () => {
    // Gone before it begins to write.
    expect(await runInShell("$list | exec 0<&-")).toEqual([0, ""]);
  }, 30_000);

  it.skipIf(!existsSync("/dev/full"))(
    "comes to its end on a full disk, and says that not all of it is there",
    async () => {
      expect(await runInShell("$list > /dev/full")).toEqual([
        1,
        "Not all that this command said could be written (ENOSPC).\n",
      ]);
      expect(await runInShell("$list > /dev/full 2>&1")).toEqual([1, ""]);
    },
    30_000,
  );
});
