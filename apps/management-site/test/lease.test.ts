import { describe, expect, test } from "vitest";
import { CAPACITY, createTimeline } from "../src/inspector/timeline.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const OTHER = "1bf7651916cd43dd8448eb211c80319d";

const granted = {
  type: "step",
  source: "add-on",
  step: "exchange",
  at: 1_000,
  durationMs: 50,
  outcome: "ok",
  traceId: TRACE,
  expiresAt: 901_000,
  renewAt: 721_000,
} as const;
const stateOf = (status: "loading" | "ready" | "ended", traceId = TRACE) =>
  ({ type: "state", state: { status }, at: 5_000, traceId }) as const;

const leaseAfter = (...events: Parameters<ReturnType<typeof createTimeline>["record"]>[0][]) => {
  const timeline = createTimeline();
  for (const event of events) timeline.record(event, "main");
  return timeline.store.getState().leases.main;
};

describe("the lease the inspector counts down", () => {
  test("runs from the exchange to the token's expiry", () => {
    expect(leaseAfter(stateOf("ready"), granted)).toEqual({
      status: "active",
      traceId: TRACE,
      openedAt: 5_000,
      grantedAt: 1_050,
      expiresAt: 901_000,
      renewAt: 721_000,
    });
  });

  test("moves on with a renewal, and not with a refused one", () => {
    const refused = { ...granted, step: "renewal", at: 700_000, outcome: "RENEWAL_FAILED" } as const;
    expect(leaseAfter(granted, { ...refused, expiresAt: 1_600_000 }).expiresAt).toBe(901_000);
    expect(leaseAfter(granted, { ...refused, outcome: "ok", expiresAt: 1_600_000 }).expiresAt).toBe(
      1_600_000,
    );
  });

  test("tells what the add-on does about a failure", () => {
    const handedOut = { ...granted, step: "token-handed-out", source: "host" } as const;
    const { expiresAt: _expiry, renewAt: _renewal, ...bare } = granted;
    const { expiresAt: _e, renewAt: _r, ...asked } = handedOut;
    expect(leaseAfter(asked).status).toBe("exchanging");
    expect(leaseAfter(asked, { ...bare, outcome: "EXCHANGE_FAILED" }).status).toBe("retrying");
    const refused = { ...bare, step: "renewal", outcome: "TOKEN_SPENT" } as const;
    expect(leaseAfter(granted, refused).status).toBe("rebootstrapping");
    expect(leaseAfter(granted, refused, asked, { ...granted, step: "rebootstrap" }).status).toBe("active");
  });

  test("is gone when the frame reloads, ends, or another mount follows", () => {
    const bare = { traceId: TRACE, openedAt: 1_000 };
    expect(leaseAfter(granted, stateOf("loading"))).toEqual({ ...bare, status: "connecting" });
    expect(leaseAfter(granted, stateOf("ended"))).toEqual({ ...bare, status: "ended" });
    expect(leaseAfter(granted, stateOf("ready", OTHER))).toEqual({
      status: "connecting",
      traceId: OTHER,
      openedAt: 5_000,
    });
  });

  test("outlives the entries that told of it", () => {
    const timeline = createTimeline();
    timeline.record(granted, "main");
    const lease = timeline.store.getState().leases.main;
    timeline.clear();
    expect(timeline.store.getState()).toEqual({
      entries: [],
      leases: { main: lease, beside: { status: "none" } },
    });
    for (let count = 0; count < CAPACITY; count += 1) timeline.record(stateOf("ready"), "main");
    expect(timeline.store.getState().leases.main).toEqual(lease);
  });
});
