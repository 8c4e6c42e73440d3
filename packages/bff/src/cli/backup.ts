import { once } from "node:events";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { AddOnError } from "@privage-addons/contracts";
import { codeOf } from "../code-of.ts";
import { backUp, restore } from "../vault/backup.ts";
import type { Vault } from "../vault/vault.ts";
import { assertKeysKnown } from "./keys.ts";
import type { Terminal } from "./terminal.ts";
import { withClosedVault, withVault } from "./with-vault.ts";

const cannotOpen = (what: string, fix: string) => (cause: unknown) => {
  const problem = `The backup cannot be ${what} (${codeOf(cause)}): ${fix}.`;
  throw new AddOnError("INVALID_ARGUMENT", problem, { cause });
};

/** Writes all lines, or leaves no file. Resolves with their number. */
const writeBackup = async (vault: Vault, path: string): Promise<number> => {
  const file = await open(path, "wx", 0o600).catch(
    cannotOpen("made", "name a new file, in a folder that you may write to"),
  );
  const output = file.createWriteStream({ flush: true });
  const written = finished(output);
  written.catch(() => {}); // Waited for below.
  try {
    const write = async (line: string): Promise<void> => {
      if (!output.write(`${line}\n`)) await Promise.race([once(output, "drain"), written]);
    };
    const count = await backUp(vault.database, write);
    output.end();
    await written;
    return count;
  } catch (cause) {
    const isOurs = output.errored !== null;
    output.destroy();
    await written.catch(() => {});
    await unlink(path);
    if (!isOurs) throw cause;
    throw new AddOnError(
      "INTERNAL",
      "The backup could not be written whole, and what there was of it is deleted; make room and run the same command again.",
      { cause },
    );
  }
};

export const backUpVault = (terminal: Terminal, path: string): Promise<void> =>
  withClosedVault(terminal, async ({ vault }) => {
    await vault.open({ asIs: true }); // So that the program that made it can restore the copy.
    const count = await writeBackup(vault, path);
    terminal.write(`${count} rows are in the backup, of no use without VAULT_KEYS: keep those elsewhere.\n`);
  });

const cannotRead = cannotOpen("read", "name a file that you may read");

/** Begins to read when somebody listens: a line that comes before that would be lost. A folder opens, and does not read. */
async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  try {
    yield* file.readLines({ autoClose: false });
  } catch (cause) {
    cannotRead(cause);
  }
}

export const restoreVault = (terminal: Terminal, path: string): Promise<void> =>
  withVault(terminal, async (opened) => {
    const file = await open(path).catch(cannotRead);
    try {
      const count = await restore(opened.vault.database, linesOf(file));
      terminal.write(`${count} rows are restored; "privage-bff doctor" tries them.\n`);
      await assertKeysKnown(opened);
    } finally {
      await file.close();
    }
  });
