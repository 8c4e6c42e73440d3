/** The composition root: which parts there are and how they are joined. */
import fastify, { type FastifyInstance } from "fastify";
import { createCallers } from "./callers/callers.ts";
import { createVerifier, onlyOf } from "./callers/verify.ts";
import type { BffConfig } from "./config/config.ts";
import { ofFamily, type Services } from "./forward/context.ts";
import { createRetryBudget } from "./forward/retry-budget.ts";
import { createTokenRoute } from "./forward/token-call.ts";
import { createCallLimit } from "./haravan/call-limit.ts";
import { createHaravanPlatform } from "./haravan/platform.ts";
import { createTokenExchangeRoute } from "./haravan/token-exchange-route.ts";
import { createBackground } from "./operations/background.ts";
import { type Clock, createClock } from "./operations/clock.ts";
import { createConnectionsRoute } from "./operations/connections-route.ts";
import { registerHealth } from "./operations/health.ts";
import { createLog, type Log } from "./operations/logs.ts";
import { createMetrics } from "./operations/metrics.ts";
import { createRateLimit } from "./operations/rate-limit.ts";
import { registerNotFound, registerRequestLife, serverOptions } from "./operations/request-life.ts";
import { registerStaticSite } from "./operations/static-site.ts";
import { keepTickShape } from "./operations/tick-shape.ts";
import { partnerPlatform } from "./partner/platform.ts";
import { createPrivageRoute } from "./privage/pass-through.ts";
import type { TokenEvent } from "./tokens/source.ts";
import { createTokenService } from "./tokens/token-service.ts";
import { connectionId } from "./vault/connection.ts";
import { createVault, type Vault } from "./vault/vault.ts";
import { registerWebhooks } from "./webhooks/routes.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Privage's server-to-server access token of a business, for jobs without a user. Rejects as a token keeper does. */
    getPrivageToken(business: string): Promise<string>;
  }
}

/** Parts that a test or an embedder may bring; each has a default. */
export interface BffParts {
  /** Opened and closed by the instance that it is given to: each has its own. */
  readonly vault?: Vault;
  readonly clock?: Clock;
  readonly log?: Log;
  /** In [0, 1). */
  readonly random?: () => number;
}

/**
 * The BFF as a Fastify instance: `listen` to serve, `inject` to test, `close` to stop (requests under way are finished,
 * leases are released). The vault is opened when the instance gets ready.
 *
 * @throws {AddOnError} INVALID_ARGUMENT for a STATIC_DIR without a page.
 *
 * @example
 * ```ts
 * import { createBff, readConfig } from "@privage-addons/bff";
 *
 * const config = readConfig(process.env);
 * const bff = createBff(config);
 * await bff.listen({ host: config.host, port: config.port });
 * ```
 */
export const createBff = (config: BffConfig, parts: BffParts = {}): FastifyInstance => {
  const {
    clock = createClock(),
    log = createLog(config.logLevel),
    vault = createVault(config),
    random = Math.random,
  } = parts;
  keepTickShape();
  const metrics = createMetrics();
  const observe = (event: TokenEvent): void => {
    metrics.token(event);
    // It holds up the end of the process, when nobody reads metrics any more.
    if (event.type === "unsaved") log.warn({ event: "token-unsaved", provider: event.provider });
  };
  const tokens = createTokenService(config, { vault, clock, random, observe });
  const { upstreams, askPrivage, keeper } = tokens;
  const verify = createVerifier(config.callers, upstreams, askPrivage, clock);
  const services: Services = {
    config,
    clock,
    log,
    upstreams,
    keeper,
    callers: createCallers({
      verify: config.appconnectId === undefined ? verify : onlyOf(config.appconnectId, verify),
      clock,
      random,
    }),
    rateLimit: createRateLimit(clock, config.limits.callsPerMinute),
    retryBudget: createRetryBudget(),
  };

  const app = fastify(serverOptions(config));
  registerRequestLife(app, { config, clock, log, metrics });
  registerHealth(app, vault, metrics);

  app.register((forwarding, _options, done) => {
    // Bodies are forwarded as they come, whatever their type.
    forwarding.removeAllContentTypeParsers();
    forwarding.addContentTypeParser("*", (_request, _payload, done) => done(null));
    forwarding.all("/privage/*", ofFamily("privage"), createPrivageRoute(services));
    forwarding.all("/partner/*", ofFamily("partner"), createTokenRoute(services, partnerPlatform));
    const haravan = createHaravanPlatform(config.haravan, createCallLimit(vault.buckets, clock));
    forwarding.all("/haravan/*", ofFamily("haravan"), createTokenRoute(services, haravan));
    done();
  });
  app.post("/haravan/token-exchange", ofFamily("haravan"), createTokenExchangeRoute(services, vault));
  app.get("/connections", ofFamily("/connections"), createConnectionsRoute(services, vault));
  registerWebhooks(app, services, vault);
  const { staticDir } = config;
  registerNotFound(app, staticDir === undefined ? undefined : registerStaticSite(app, config, staticDir));

  app.decorate("getPrivageToken", async (business: string) => {
    const id = connectionId("privage", business);
    return (keeper.peek(id) ?? (await keeper.get(id))).accessToken;
  });
  metrics.watch(upstreams.countOpen, log.lostLines);

  const background = createBackground({ keeper, vault, clock, log, config });
  app.addHook("onReady", async () => {
    await vault.open();
    background.start();
  });
  let drained: NodeJS.Timeout | undefined;
  // A connection that ends without an answer makes browsers send a write once more, which another instance would take.
  app.addHook("preClose", async () => {
    drained = setTimeout(upstreams.giveUpAll, config.limits.drainMs);
  });
  app.addHook("onClose", async () => {
    clearTimeout(drained);
    await background.stop();
    await tokens.close();
    await vault.close();
  });
  return app;
};
