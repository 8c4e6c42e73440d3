import haravanDocument from "@privage-addons/contracts/openapi/haravan.gen.json" with { type: "json" };
import partnerDocument from "@privage-addons/contracts/openapi/partner.gen.json" with { type: "json" };
import privageDocument from "@privage-addons/contracts/openapi/privage.gen.json" with { type: "json" };
import { type ContractOverrides, parseOverrides } from "@privage-addons/contracts/overrides";
import { type Clock, createClock } from "./clock/clock.ts";
import type { OpenApiDocument } from "./contract/document.ts";
import { moveOperations } from "./contract/override.ts";
import { createControlRoutes } from "./control/control.ts";
import { createFaultRegistry } from "./faults/registry.ts";
import { createHaravan } from "./haravan/haravan.ts";
import { checkOptions } from "./limits.ts";
import { createRequestLog } from "./log/request-log.ts";
import { createPartner } from "./partner/partner.ts";
import { createPrivage } from "./privage/privage.ts";
import { listen, stop } from "./server/listen.ts";
import type { Platform } from "./server/platform.ts";
import type { ContractBreach } from "./server/produce.ts";
import { createPlatformServer } from "./server/serve.ts";
import { renderPage } from "./web/page.ts";

export interface SimulatorOptions {
  /** The same seed gives the same data and the same faults by rate. Default 1. */
  readonly seed?: number;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes any free port. Default 0 each. */
  readonly ports?: { readonly privage?: number; readonly partner?: number; readonly haravan?: number };
  /** Browser origins that may call Privage, and steer all three simulators at `/_sim/…`. Default none. */
  readonly corsOrigins?: readonly string[];
  /** Seconds a Privage access token lives. Default 900. */
  readonly accessTokenLifeSeconds?: number;
  /** Whether Privage hands out a new refresh token at every renewal. Default true. */
  readonly rotateRefreshTokens?: boolean;
  /** Whether Privage refuses a `ref_no` that was used before, with 409. Default false. */
  readonly rejectDuplicateRefNo?: boolean;
  /** Members per business, up to 100,000. Default 500. */
  readonly members?: number;
  /** Seeded points movements per business, up to 1,000,000. Default 5,000. */
  readonly transactions?: number;
  /** Seeded sales per business at the Partner API, over the last 60 days. Default 600. */
  readonly sales?: number;
  /** Seeded orders per shop at Haravan. Default 300. */
  readonly orders?: number;
  /** More shops at Haravan, `shop1.myharavan.com` and so on, of CAFE01's app, each with an old token. Default none. */
  readonly shops?: number;
  /** Corrections of the contracts: the simulators then behave as the corrected platforms. Default none. */
  readonly overrides?: ContractOverrides;
  /** The real clock, in ms since the epoch. Default Date.now. */
  readonly now?: () => number;
}

/** One running simulator. */
export interface RunningSimulator {
  /** Without a trailing slash. Steer it at `${url}/_sim/…`; people look at `${url}/`. */
  readonly url: string;
}

export interface RunningSimulators {
  readonly privage: RunningSimulator;
  /** The API's base is `${url}/api/partner/v1`. */
  readonly partner: RunningSimulator;
  /** A shop's own host is `${url}/{shop}`; API and accounts are `url` itself. */
  readonly haravan: RunningSimulator;
  /**
   * Stops all three and cuts their connections. Rejects with an AggregateError when one of them had broken its own
   * contract or crashed: that is a defect of the simulator, and a test that used it must not pass.
   */
  readonly close: () => Promise<void>;
}

/**
 * Starts Privage, Partner and Haravan, each on a port of its own.
 *
 * @returns the addresses, once all three listen; rejects with the system's error when a port is taken, with none left running.
 * @example
 * ```ts
 * import { DEMO_CREDENTIALS, startSimulators } from "@privage-addons/simulator";
 *
 * const simulators = await startSimulators({ seed: 7 });
 * const { clientId } = DEMO_CREDENTIALS.CAFE01.partner;
 * await fetch(`${simulators.privage.url}/_sim/clock`, { method: "POST", body: '{"advanceSeconds":60}' });
 * await simulators.close();
 * ```
 */
export const startSimulators = async (options: SimulatorOptions = {}): Promise<RunningSimulators> => {
  checkOptions(options);
  const { seed = 1, host = "127.0.0.1", ports = {}, now = Date.now, corsOrigins = [] } = options;
  const overrides = parseOverrides(options.overrides ?? {});
  const documentOf = (name: Platform["name"], document: object) =>
    moveOperations(document as OpenApiDocument, overrides[name] ?? {});
  const defects: Error[] = [];

  const run = async (port: number, create: (clock: Clock) => Platform) => {
    const clock = createClock(now);
    const platform = create(clock);
    const faults = createFaultRegistry(seed);
    const log = createRequestLog();
    const reset = () => {
      clock.reset();
      faults.reset();
      log.reset();
      platform.reset();
    };
    const control = createControlRoutes({ clock, faults, log, reset, own: platform.control });
    const onBreach = ({ operationId, status, violations }: ContractBreach) =>
      defects.push(
        new Error(
          `${platform.name} ${operationId} answered ${status} against its contract: ${JSON.stringify(violations)}`,
        ),
      );
    const onCrash = (error: unknown) =>
      defects.push(new Error(`${platform.name} crashed on a request.`, { cause: error }));
    const page = () => renderPage(platform);
    const own = overrides[platform.name] ?? {};
    const server = createPlatformServer({
      platform,
      overrides: own,
      clock,
      faults,
      log,
      control,
      controlOrigins: corsOrigins,
      page,
      onBreach,
      onCrash,
    });
    server.once("close", clock.reset);
    return { url: await listen(server, host, port), server };
  };

  const started = await Promise.allSettled([
    run(ports.privage ?? 0, (clock) =>
      createPrivage({
        document: documentOf("privage", privageDocument),
        clock,
        seed,
        members: options.members ?? 500,
        transactions: options.transactions ?? 5000,
        corsOrigins,
        settings: {
          accessTokenLifeSeconds: options.accessTokenLifeSeconds ?? 900,
          rotateRefreshTokens: options.rotateRefreshTokens ?? true,
          rejectDuplicateRefNo: options.rejectDuplicateRefNo ?? false,
        },
      }),
    ),
    run(ports.partner ?? 0, (clock) =>
      createPartner({
        document: documentOf("partner", partnerDocument),
        clock,
        seed,
        sales: options.sales ?? 600,
      }),
    ),
    run(ports.haravan ?? 0, (clock) =>
      createHaravan({
        document: documentOf("haravan", haravanDocument),
        clock,
        seed,
        orders: options.orders ?? 300,
        shops: options.shops ?? 0,
      }),
    ),
  ]);
  const [privage, partner, haravan] = started;
  const servers = started.flatMap((one) => (one.status === "fulfilled" ? [one.value.server] : []));
  if (privage.status === "rejected" || partner.status === "rejected" || haravan.status === "rejected") {
    await Promise.all(servers.map(stop));
    throw started.find((one) => one.status === "rejected")?.reason;
  }
  return {
    privage: { url: privage.value.url },
    partner: { url: partner.value.url },
    haravan: { url: haravan.value.url },
    close: async () => {
      await Promise.all(servers.map(stop));
      if (defects.length > 0)
        throw new AggregateError(defects, `The simulators have ${defects.length} defects.`);
    },
  };
};
