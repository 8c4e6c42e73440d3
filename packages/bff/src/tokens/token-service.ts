import { randomUUID } from "node:crypto";
import type { BffConfig } from "../config/config.ts";
import { createUpstreams, type Upstreams } from "../forward/upstreams.ts";
import { createRefreshablePair } from "../haravan/refreshable-pair.ts";
import type { Clock } from "../operations/clock.ts";
import { createClientCredentials } from "../partner/client-credentials.ts";
import { createApiKeySource } from "../privage/api-key.ts";
import { type AskPrivage, createAskPrivage } from "../privage/corrected-ask.ts";
import type { Vault } from "../vault/vault.ts";
import { createTokenKeeper, type TokenKeeper } from "./keeper.ts";
import type { TokenEvent } from "./source.ts";

export interface TokenService {
  readonly upstreams: Upstreams;
  /** Our own questions to Privage, with corrections of the contract applied. */
  readonly askPrivage: AskPrivage;
  readonly keeper: TokenKeeper;
  /** Renewals under way are finished, connections closed. */
  close(): Promise<void>;
}

export interface TokenServiceParts {
  readonly vault: Vault;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly observe?: (event: TokenEvent) => void;
}

/** The three token sources behind one keeper; for the server and for the command line alike. */
export const createTokenService = (config: BffConfig, parts: TokenServiceParts): TokenService => {
  const { vault, clock, random = Math.random, observe = () => {} } = parts;
  const upstreams = createUpstreams({
    clock,
    allowInsecure: config.allowInsecureUpstreams,
    connections: config.limits.connectionsPerUpstream,
    timeoutMs: config.limits.upstreamTimeoutMs,
    callerTimeoutMs: config.limits.requestTimeoutMs,
  });
  const askPrivage = createAskPrivage(upstreams, config.privageBaseUrl, config.contractOverrides ?? {});
  const keeper = createTokenKeeper({
    store: vault.tokens,
    orphans: vault.orphans,
    sources: {
      partner: createClientCredentials(upstreams, clock),
      haravan: createRefreshablePair(upstreams, vault.connections, config.haravan),
      privage: createApiKeySource(askPrivage, clock),
    },
    clock,
    owner: randomUUID(),
    observe,
    random,
  });
  return {
    upstreams,
    askPrivage,
    keeper,
    close: async () => {
      await keeper.close();
      await upstreams.close();
    },
  };
};
