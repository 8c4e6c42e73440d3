import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { AddOnError } from "@privage-addons/contracts";
import { backUp, restore } from "../vault/backup.ts";
import type { Terminal } from "./terminal.ts";
import { withVault } from "./with-vault.ts";

const cannotOpen = (why: string) => (cause: unknown) => {
  throw new AddOnError("INVALID_ARGUMENT", `The backup ${why}.`, { cause });
};

export const backUpVault = (terminal: Terminal, path: string): Promise<void> =>
  withVault(terminal, async ({ vault }) => {
    const file = await open(path, "wx", 0o600).catch(cannotOpen("cannot be made: name a new file"));
    const output = file.createWriteStream({ flush: true });
    try {
      const count = await backUp(vault.database, async (line) => {
        if (!output.write(`${line}\n`)) await once(output, "drain");
      });
      terminal.write(
        `${count} rows are in the backup, of no use without VAULT_KEYS: keep those elsewhere.\n`,
      );
    } finally {
      output.end();
      await finished(output);
    }
  });

/** Begins to read when somebody listens: a line that comes before that would be lost. */
async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  yield* file.readLines({ autoClose: false });
}

export const restoreVault = (terminal: Terminal, path: string): Promise<void> =>
  withVault(terminal, async ({ vault }) => {
    const file = await open(path).catch(cannotOpen("cannot be read"));
    try {
      const count = await restore(vault.database, linesOf(file));
      terminal.write(`${count} rows are restored; "privage-bff doctor" tries them.\n`);
    } finally {
      await file.close();
    }
  });
