/**
 * A Management Site and a Privage without a browser and without a network, for an add-on's unit tests. The session, the
 * clients and their rules are the real ones; only the windows, the wire and the time are not.
 */
import { AddOnError } from "@privage-addons/contracts";
import type {
  AddOnContext,
  AddOnContextPatch,
  EndReason,
  HandoffReport,
  HostServices,
  ServiceCall,
} from "@privage-addons/contracts/bridge";
import { PROTOCOL_VERSIONS } from "@privage-addons/contracts/bridge";
import { parseServiceCall } from "@privage-addons/contracts/bridge/from-add-on";
import type { AddOn } from "../connect/add-on.ts";
import { type ConnectOptions, openConnection } from "../connect/connect-to-host.ts";
import { createFakeBooks, DEFAULT_MEMBERS, type FakeMember } from "./fake-books.ts";
import { createFakePage, type FakePage } from "./fake-page.ts";
import { createFakePrivage, type FakePrivage } from "./fake-privage.ts";
import { createFakeTokens, type FakeTokens } from "./fake-tokens.ts";
import { createInMemoryBridge } from "./in-memory-link.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

export interface FakeHostOptions {
  readonly context?: AddOnContextPatch;
  /** What is passed is what is granted; `toast` and `confirm` (agreeing) when absent. */
  readonly services?: Partial<HostServices>;
  readonly members?: readonly FakeMember[];
  /** Life of an access token in seconds; 900 when absent. */
  readonly accessTokenLifeSeconds?: number;
  /** Whether each renewal brings a new refresh token, as Privage does; true when absent. */
  readonly rotateRefreshTokens?: boolean;
  /** Replace it to test what happens when minting fails. */
  readonly mint?: () => string | Promise<string>;
  readonly protocol?: { readonly min: number; readonly max: number };
}

export interface FakeHost {
  /** Connects an add-on to this host. Each call opens its own connection. */
  connect(options?: ConnectOptions): Promise<AddOn>;
  /** What makes `connectToHost` and `<AddOnProvider>` find this host. */
  readonly connectOptions: ConnectOptions;
  readonly clock: VirtualClock;
  readonly page: FakePage;
  readonly privage: FakePrivage;
  readonly tokens: FakeTokens;
  /** Service calls that arrived, in order. */
  readonly serviceCalls: readonly ServiceCall[];
  /** Steps that the add-on reported, in order. */
  readonly reports: readonly HandoffReport[];
  readonly heightPx: number | undefined;
  update(patch: AddOnContextPatch): Promise<void>;
  /** The site's address below the add-on changed. */
  navigated(path: string): Promise<void>;
  setShown(visible: boolean): Promise<void>;
  /** Resolves when the add-on has acknowledged. */
  endSession(reason: EndReason): Promise<void>;
  /** The host page reloads or closes; with {@link FakeHost.comeBack} it returns. */
  goAway(): void;
  comeBack(): void;
}

const ORIGIN = "https://manage.test";
const API = "https://privage.test";

export const DEFAULT_CONTEXT: AddOnContext = {
  locale: "th-TH",
  timeZone: "Asia/Bangkok",
  theme: { colorScheme: "light", variables: {} },
  user: { id: "7", name: "Anong", permissions: ["points:add", "points:burn"] },
  business: { code: "CAFE01", name: "บ้านกาแฟริมน้ำ", currency: "THB" },
  placement: { area: "page", path: "/" },
  environment: "test",
};

const merge = (context: AddOnContext, patch: AddOnContextPatch): AddOnContext => {
  const parts = Object.entries(patch).map(([key, value]) => {
    const before = Object(context)[key];
    return [key, typeof before === "object" ? { ...before, ...Object(value) } : value];
  });
  return { ...context, ...Object.fromEntries(parts) };
};

/**
 * @example
 * ```ts
 * import { createPrivageClient } from "@privage-addons/addon-sdk";
 * import { createFakeHost } from "@privage-addons/addon-sdk/testing";
 *
 * const host = createFakeHost();
 * const addOn = await host.connect();
 * const privage = createPrivageClient(addOn.session, host);
 * host.privage.fail({ fault: "commit-then-reset", path: "/burn/points" });
 * // Time passes only while the clock runs.
 * const { confirmedBy } = await host.clock.run(privage.points.burn({ card_no: "001", points: 50 })); // "ledger"
 * ```
 */
export const createFakeHost = (options: FakeHostOptions = {}): FakeHost => {
  const clock = createVirtualClock();
  const page = createFakePage();
  let context = merge(DEFAULT_CONTEXT, options.context ?? {});
  let heightPx: number | undefined;
  const services = options.services ?? { toast: () => {}, confirm: () => true };
  const serviceCalls: ServiceCall[] = [];
  const reports: HandoffReport[] = [];
  const { business } = context;
  const tokens = createFakeTokens({
    now: clock.now,
    lifeSeconds: options.accessTokenLifeSeconds ?? 900,
    rotate: options.rotateRefreshTokens ?? true,
    claims: { business_code: business.code, appconnect_id: 42, sub: context.user.id },
  });
  const privage = createFakePrivage({
    baseUrl: API,
    tokens,
    books: createFakeBooks(options.members ?? DEFAULT_MEMBERS, clock.now),
    status: {
      add_on: { appconnect_id: 42, name: "Add-on under test", status: "ACTIVE" },
      business: { business_code: business.code, name: business.name },
      plan: { start_date: "2026-01-01", end_date: "2026-12-31" },
      settings: {},
    },
  });

  const hello = () =>
    bridge.callAddOn("hello", {
      protocol: options.protocol ?? PROTOCOL_VERSIONS,
      capabilities: Object.keys(services),
      context,
      traceparent: `00-${"4bf92f3577b34da6a3ce929d0e0e4736"}-00f067aa0ba902b7-01`,
    });
  const bridge = createInMemoryBridge({
    clock,
    origin: ORIGIN,
    methods: {
      getExchangeToken: async () => ({ exchangeToken: await (options.mint ?? tokens.mint)() }),
      service: async (value) => {
        const call = parseServiceCall(value, (message) => new AddOnError("INVALID_ARGUMENT", message));
        serviceCalls.push(call);
        const service = Object.hasOwn(services, call.name) ? services[call.name] : undefined;
        if (!service) throw new AddOnError("NOT_GRANTED", `The host did not grant ${call.name}.`);
        // A service call pairs each name with its own request type.
        return (service as (request: unknown) => unknown)(call.request);
      },
      report: (value) => {
        reports.push(value as HandoffReport);
      },
      resize: (value) => {
        heightPx = (value as { heightPx: number }).heightPx;
      },
      ping: () => {},
    },
    onUp: () => {
      hello().catch(() => {});
    },
  });
  const tell = async (name: string, request: unknown) => {
    await bridge.callAddOn(name, request);
  };

  const connectOptions: ConnectOptions = {
    hostOrigins: [ORIGIN],
    apiBaseUrl: API,
    fetch: privage.fetch,
    clock,
    page,
    random: () => 0.5,
    openLink: bridge.openLink,
  };

  return {
    clock,
    page,
    privage,
    tokens,
    serviceCalls,
    reports,
    get heightPx() {
      return heightPx;
    },
    connectOptions,
    connect: (more = {}) => openConnection({ ...connectOptions, ...more }),
    update: (patch) => {
      context = merge(context, patch);
      return tell("context", context);
    },
    navigated: (path) => tell("navigated", { path }),
    setShown: (visible) => tell("visibility", { visible }),
    endSession: (reason) => tell("end", { reason }),
    goAway: bridge.goAway,
    comeBack: bridge.comeBack,
  };
};
