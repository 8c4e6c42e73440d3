import type { BffConfig } from "../config/config.ts";
import { readConfig } from "../config/read-config.ts";
import { type Clock, createClock } from "../operations/clock.ts";
import type { TokenEvent } from "../tokens/source.ts";
import { createTokenService, type TokenService } from "../tokens/token-service.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import type { Terminal } from "./terminal.ts";

export interface OpenVault {
  readonly config: BffConfig;
  readonly vault: Vault;
}

export interface OpenTokens extends OpenVault {
  readonly clock: Clock;
  readonly tokens: TokenService;
}

type Work<Result> = (parts: OpenTokens) => Promise<Result>;

/** Runs `work` with tokens and a vault that is not open yet, and closes both whatever happens. */
export const withClosedVault = async <Result>(
  terminal: Terminal,
  work: Work<Result>,
  observe?: (event: TokenEvent) => void,
): Promise<Result> => {
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
export const withVault = <Result>(
  terminal: Terminal,
  work: Work<Result>,
  observe?: (event: TokenEvent) => void,
): Promise<Result> =>
  withClosedVault(
    terminal,
    async (parts) => {
      await parts.vault.open();
      return work(parts);
    },
    observe,
  );
