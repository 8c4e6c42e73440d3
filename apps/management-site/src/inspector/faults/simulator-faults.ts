/**
 * The fault buttons' orders to one simulator, over its `/_sim` routes. The simulator lets the oldest matching
 * fault strike a call, so a lasting fault would hide one that strikes once: whatever strikes once goes first, and lasting
 * faults are ordered again after it.
 */
import { FAULT_NAMES, type FaultName, isLasting, type Platform } from "./fault-names.ts";

/** The part of a fault order that the simulator needs. */
interface FaultOrder {
  readonly fault: "status" | "delay" | "commit-then-reset";
  readonly match?: { readonly method: string; readonly path: string };
  readonly times?: number;
  readonly status?: number;
  readonly body?: unknown;
  readonly delayMs?: number;
}

/** What each fault orders; an expired token is a matter of the clock alone. */
const ORDERS: Readonly<Record<FaultName, FaultOrder | undefined>> = {
  "expire-access-token": undefined,
  "revoke-refresh-token": {
    fault: "status",
    match: { method: "POST", path: "/v1/auth-connect/renew-token" },
    times: 1,
    status: 401,
    body: { message: "Unauthorized", statusCode: 401 },
  },
  "lose-next-answer": { fault: "commit-then-reset", times: 1 },
  "slow-network": { fault: "delay", delayMs: 2_000 },
  // Without a body the platform says it in its own words.
  "platform-down": { fault: "status", status: 503 },
};

/** Longer than any access token of the platform lives by default, in seconds. */
const PAST_EXPIRY_S: Readonly<Record<Platform, number>> = { privage: 901, partner: 3_601, haravan: 0 };

export interface SimulatorFaults {
  /** The faults that wait for a call or last. Rejects when the simulator does not answer. */
  armed(): Promise<ReadonlySet<FaultName>>;
  /** Rejects when the simulator does not take it. */
  switchOn(fault: FaultName): Promise<void>;
  switchOff(fault: FaultName): Promise<void>;
}

export const createSimulatorFaults = (
  platform: Platform,
  baseUrl: string,
  fetchFrom: typeof fetch = (...request) => fetch(...request),
): SimulatorFaults => {
  const send = async (method: "GET" | "POST" | "DELETE", route: string, body?: unknown): Promise<unknown> => {
    const response = await fetchFrom(`${baseUrl}/_sim/${route}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${route}.`);
    return response.json();
  };

  /** The simulator's own faults, each with the name it has here. */
  const list = async (): Promise<readonly { readonly id: number; readonly name: FaultName }[]> => {
    const answer = (await send("GET", "faults")) as { readonly faults?: unknown };
    if (!Array.isArray(answer.faults)) throw new Error("The simulator's list of faults is malformed.");
    return answer.faults.flatMap(
      (fault: { readonly id?: unknown; readonly fault?: unknown; status?: unknown }) => {
        const name = FAULT_NAMES.find((candidate) => {
          const order = ORDERS[candidate];
          return order !== undefined && order.fault === fault.fault && order.status === fault.status;
        });
        return name && typeof fault.id === "number" ? [{ id: fault.id, name }] : [];
      },
    );
  };
  const clear = async (unwanted: (name: FaultName) => boolean) => {
    for (const { id, name } of await list()) {
      if (unwanted(name)) await send("DELETE", `faults?id=${id}`);
    }
  };

  return {
    armed: async () => new Set((await list()).map(({ name }) => name)),
    switchOn: async (fault) => {
      const lasting = (await list()).find(({ name }) => isLasting(name))?.name;
      await clear((name) => name === fault || isLasting(name));
      if (ORDERS[fault]) await send("POST", "faults", ORDERS[fault]);
      if (lasting && !isLasting(fault)) await send("POST", "faults", ORDERS[lasting]);
      const needsExpiry = fault === "expire-access-token" || fault === "revoke-refresh-token";
      if (needsExpiry) await send("POST", "clock", { advanceSeconds: PAST_EXPIRY_S[platform] });
    },
    switchOff: (fault) => clear((name) => name === fault),
  };
};
