import type { BffConfig } from "../config/config.ts";
import { readConfig } from "../config/read-config.ts";
import { type Clock, createClock } from "../operations/clock.ts";
import type { TokenEvent } from "../tokens/source.ts";
import { createTokenService, type TokenService } from "../tokens/token-service.ts";
import { openVault, type Vault } from "../vault/vault.ts";
import type { Terminal } from "./terminal.ts";

export interface OpenVault {
  readonly config: BffConfig;
  readonly vault: Vault;
}

export interface OpenTokens extends OpenVault {
  readonly clock: Clock;
  readonly tokens: TokenService;
}

/** Runs `work` with an open vault and closes it whatever happens. */
export const withVault = async <Result>(
  terminal: Terminal,
  work: (open: OpenVault) => Promise<Result>,
): Promise<Result> => {
  const config = readConfig(terminal.env);
  const vault = await openVault(config);
  try {
    return await work({ config, vault });
  } finally {
    await vault.close();
  }
};

/** {@link withVault}, with tokens. */
export const withTokens = <Result>(
  terminal: Terminal,
  work: (open: OpenTokens) => Promise<Result>,
  observe?: (event: TokenEvent) => void,
): Promise<Result> =>
  withVault(terminal, async ({ config, vault }) => {
    const clock = createClock();
    const tokens = createTokenService(config, { vault, clock, ...(observe && { observe }) });
    try {
      return await work({ config, vault, clock, tokens });
    } finally {
      await tokens.close();
    }
  });
