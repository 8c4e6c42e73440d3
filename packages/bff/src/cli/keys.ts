import { AddOnError } from "@privage-addons/contracts";
import type { Vault } from "../vault/vault.ts";
import type { Terminal } from "./terminal.ts";
import { type CommandParts, withVault } from "./with-vault.ts";

/** Rejects with INVALID_ARGUMENT when none of a few records opens that are sealed under these ids. */
export const assertKeysOpen = async (vault: Vault, keyIds: readonly string[], among?: "connection") => {
  if (!(await vault.rotation.opensNone(keyIds, among))) return;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `VAULT_KEYS: of the records sealed under the id ${keyIds.join(" or ")} none opens. The key was made anew under the same id: put the old one back; a new one takes an id of its own. If it is the old one, the records are damaged: restore a backup, or remove the connections and add them again.`,
  );
};

const keysMissing = (ids: readonly string[]): AddOnError =>
  new AddOnError(
    "INVALID_ARGUMENT",
    `Records are sealed with keys that VAULT_KEYS lacks, and do not open: add ${ids.join(", ")} at its end.`,
  );

/** Rejects with INVALID_ARGUMENT when a server would serve nobody, or seal under the id of a key that others have. */
export const assertKeysServe = async ({ config, vault }: Pick<CommandParts, "config" | "vault">) => {
  const ids = config.vaultKeys.map(({ id }) => id);
  const inUse = await vault.rotation.otherKeyIds([], "connection");
  if (inUse.length > 0 && !inUse.some((id) => ids.includes(id))) throw keysMissing(inUse);
  for (const some of [ids, ids.slice(0, 1)]) await assertKeysOpen(vault, some, "connection");
};

/** Rejects with INVALID_ARGUMENT when records are sealed with a key that is not configured, or is another one of the same id. */
export const assertKeysKnown = async ({ config, vault }: Pick<CommandParts, "config" | "vault">) => {
  const ids = config.vaultKeys.map(({ id }) => id);
  for (const id of ids) await assertKeysOpen(vault, [id]);
  const missing = await vault.rotation.otherKeyIds(ids);
  if (missing.length > 0) throw keysMissing(missing);
};

/** Re-seals every record with the first key of VAULT_KEYS, also while servers run. Safe to stop and to repeat. */
export const rotateKeys = (terminal: Terminal): Promise<void> =>
  withVault(terminal, async ({ config, vault }) => {
    const [primary = "", ...others] = config.vaultKeys.map(({ id }) => id);
    await assertKeysOpen(vault, [primary]); // Or there would be records of two keys under one id.
    try {
      terminal.write(`${await vault.rotation.run()} records were sealed again with ${primary}.\n`);
    } finally {
      // Looked at again: a server with another first key may have written behind the rotation.
      const inUse = await vault.rotation.otherKeyIds([primary]);
      const free = others.filter((id) => !inUse.includes(id));
      const needed = others.filter((id) => inUse.includes(id));
      if (free.length > 0)
        terminal.write(
          `No record needs ${free.join(", ")} any more. Once every instance runs with ${primary} first, take it out of VAULT_KEYS, and keep it with the backups that it sealed.\n`,
        );
      if (needed.length > 0)
        terminal.write(
          `Records still need ${needed.join(", ")}: put ${primary} first on every instance, restart them, and run this again.\n`,
        );
    }
  });
