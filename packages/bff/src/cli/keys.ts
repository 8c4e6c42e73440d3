import { AddOnError } from "@privage-addons/contracts";
import type { Terminal } from "./terminal.ts";
import { type OpenVault, withVault } from "./with-vault.ts";

/** Rejects with INVALID_ARGUMENT when records are sealed with a key that is not configured. */
export const assertKeysKnown = async ({ config, vault }: OpenVault): Promise<void> => {
  const known = new Set(config.vaultKeys.map(({ id }) => id));
  const missing = [...(await vault.rotation.count()).keys()].filter((id) => !known.has(id));
  if (missing.length > 0) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `Records are sealed with ${missing.join(", ")}: add that key to VAULT_KEYS first.`,
    );
  }
};

/** Re-seals every record with the first key of VAULT_KEYS, also while servers run. Safe to stop and to repeat. */
export const rotateKeys = (terminal: Terminal): Promise<void> =>
  withVault(terminal, async ({ config, vault }) => {
    await assertKeysKnown({ config, vault });
    const count = await vault.rotation.run();
    const [primary, ...others] = config.vaultKeys.map(({ id }) => id);
    terminal.write(`${count} records were sealed again with ${primary}.\n`);
    if (others.length > 0)
      terminal.write(`${others.join(", ")} may now leave VAULT_KEYS, on every instance.\n`);
  });
