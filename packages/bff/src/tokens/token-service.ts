import { randomUUID } from "node:crypto";
import type { BffConfig } from "../config/config.ts";
import { createUpstreams } from "../forward/upstreams.ts";
import { createRefreshablePair } from "../haravan/refreshable-pair.ts";
import type { Clock } from "../operations/clock.ts";
import { createClientCredentials } from "../partner/client-credentials.ts";
import { createApiKeySource } from "../privage/api-key.ts";
import { createAskPrivage } from "../privage/corrected-ask.ts";
import type { Vault } from "../vault/vault.ts";
import { createTokenKeeper } from "./keeper.ts";
import type { TokenEvent } from "./source.ts";

export type TokenService = ReturnType<typeof createTokenService>;

interface TokenServiceParts {
  readonly vault: Vault;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly observe?: (event: TokenEvent) => void;
}

/** The three token sources behind one keeper; for the server and for the command line alike. */
export const createTokenService = (config: BffConfig, parts: TokenServiceParts) => {
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
    /** Our own questions to Privage, with corrections of the contract applied. */
    askPrivage,
    keeper,
    /** Renewals under way are finished, connections closed. */
    close: async (): Promise<void> => {
      await keeper.close();
      await upstreams.close();
    },
  };
};
