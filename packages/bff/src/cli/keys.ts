import { AddOnError } from "@privage-addons/contracts";
import type { Terminal } from "./terminal.ts";
import { withVault } from "./with-vault.ts";

/** Re-seals every record with the first key of VAULT_KEYS, also while servers run. Safe to stop and to repeat. */
export const rotateKeys = (terminal: Terminal): Promise<void> =>
  withVault(terminal, async ({ config, vault }) => {
    const known = new Set(config.vaultKeys.map(({ id }) => id));
    const unknown = [...(await vault.rotation.count()).keys()].filter((id) => !known.has(id));
    if (unknown.length > 0) {
      throw new AddOnError(
        "INVALID_ARGUMENT",
        `Records are sealed with ${unknown.join(", ")}: add that key to VAULT_KEYS first.`,
      );
    }
    const count = await vault.rotation.run();
    const [primary, ...others] = config.vaultKeys.map(({ id }) => id);
    terminal.write(`${count} records were sealed again with ${primary}.\n`);
    if (others.length > 0)
      terminal.write(`${others.join(", ")} may now leave VAULT_KEYS, on every instance.\n`);
  });
