import type { BffConfig } from "../config/config.ts";
import { readConfig } from "../config/read-config.ts";
import { type Clock, createClock } from "../operations/clock.ts";
import type { TokenEvent } from "../tokens/source.ts";
import { createTokenService, type TokenService } from "../tokens/token-service.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import type { Terminal } from "./terminal.ts";

/** What a command works with. */
export interface CommandParts {
  readonly config: BffConfig;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly tokens: TokenService;
}

type Work<Result> = (parts: CommandParts) => Promise<Result>;
type Observe = (event: TokenEvent) => void;

/** Runs `work` with tokens and a vault that is not open yet, and closes both whatever happens. */
export const withClosedVault = async <Result>(terminal: Terminal, work: Work<Result>, observe?: Observe) => {
  const config = readConfig(terminal.env);
  const clock = createClock();
  const vault = createVault(config);
  const tokens = createTokenService(config, { vault, clock, ...(observe && { observe }) });
  try {
    return await work({ config, vault, clock, tokens });
  } finally {
    await tokens.close();
    await vault.close();
  }
};

/** {@link withClosedVault}, with an open one. */
export const withVault = <Result>(terminal: Terminal, work: Work<Result>, observe?: Observe) =>
  withClosedVault(
    terminal,
    async (parts) => {
      await parts.vault.open();
      return work(parts);
    },
    observe,
  );
