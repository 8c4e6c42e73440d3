import type { DemoUrls } from "./demo-stack.ts";

export type Platform = "privage" | "partner" | "haravan";

export interface Fault {
  readonly match: { readonly method?: string; readonly path?: string };
  readonly fault:
    | "status"
    | "delay"
    | "hang"
    | "reset"
    | "commit-then-reset"
    | "slow-body"
    | "truncate"
    | "malformed";
  /** Of `status`. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of `delay`. */
  readonly delayMs?: number;
  readonly times?: number;
  readonly rate?: number;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** The simulators' control routes (design §7), for tests. */
export interface SimulatorControls {
  addFault(platform: Platform, fault: Fault): Promise<void>;
  /** The faults that wait for a call. */
  faults(platform: Platform): Promise<readonly Fault[]>;
  clearFaults(platform: Platform): Promise<void>;
  advanceClock(platform: Platform, seconds: number): Promise<void>;
  requests(platform: Platform): Promise<readonly SeenRequest[]>;
  reset(platform: Platform): Promise<void>;
  /** Takes the shop's tokens back, as Haravan does when its owner removes the app. */
  disconnect(shop: string): Promise<void>;
  /** The demo's shop that is not connected yet, and what its owner needs for it. */
  shopToConnect(): Promise<{ readonly shop: string; readonly legacyAccessToken: string }>;
}

export const createSimulatorControls = (urls: DemoUrls): SimulatorControls => {
  const ask = async (platform: Platform, path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${urls[platform]}/_sim/${path}`, init);
    if (!response.ok)
      throw new Error(`${platform} /_sim/${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const post = async (platform: Platform, path: string, body: unknown) => {
    await ask(platform, path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  };
  return {
    addFault: (platform, fault) => post(platform, "faults", fault),
    faults: async (platform) => ((await ask(platform, "faults")) as { faults: Fault[] }).faults,
    clearFaults: async (platform) => {
      await ask(platform, "faults", { method: "DELETE" });
    },
    advanceClock: (platform, seconds) => post(platform, "clock", { advanceSeconds: seconds }),
    reset: (platform) => post(platform, "reset", {}),
    disconnect: (shop) => post("haravan", "revoke", { shop }),
    shopToConnect: async () => {
      const { shops } = (await ask("haravan", "shops")) as {
        shops: { shop: string; legacy_access_token: string }[];
      };
      const found = shops.find(({ shop }) => shop.startsWith("pho02."));
      if (!found) throw new Error("The Haravan simulator has no shop pho02.");
      return { shop: found.shop, legacyAccessToken: found.legacy_access_token };
    },
    requests: async (platform) => ((await ask(platform, "requests")) as { requests: SeenRequest[] }).requests,
  };
};

/** How often Privage was asked this; the query does not count. */
export const timesAsked = async (
  simulators: SimulatorControls,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<number> =>
  (await simulators.requests("privage")).filter(
    (seen) => seen.method === method && seen.path.split("?", 1)[0] === path,
  ).length;
