/** What the log says about an add-on's session right now. */
import type { FrameStatus, LogEntry, StepEntry, TraceId } from "./log-entry.ts";

export type SessionStatus =
  | "connecting"
  | "exchanging"
  | "active"
  | "renewing"
  | "rebootstrapping"
  | "retrying"
  | "ended"
  | "failed"
  | "none";

export interface Lease {
  readonly status: SessionStatus;
  readonly traceId?: TraceId;
  /** When this mount was first heard of; ms since the Unix epoch. */
  readonly openedAt?: number;
  /** When the access token was last granted, and until when; ms since the Unix epoch. */
  readonly grantedAt?: number;
  readonly expiresAt?: number;
  readonly renewAt?: number;
}

const SESSION_STATUSES: ReadonlySet<string> = new Set<SessionStatus>([
  "connecting",
  "exchanging",
  "active",
  "renewing",
  "rebootstrapping",
  "ended",
]);

export const NO_LEASE: Lease = { status: "none" };

/** The lease after one more entry of the same add-on, in the order they arrived. */
export const nextLease = (lease: Lease, entry: LogEntry): Lease => {
  if (entry.kind === "fault" || entry.kind === "resize-loop") return lease;
  const isNewMount = entry.traceId !== undefined && entry.traceId !== lease.traceId;
  const before: Lease = isNewMount
    ? { status: "connecting", traceId: entry.traceId, openedAt: entry.at }
    : lease;
  return entry.kind === "state" ? afterState(before, entry.status) : afterStep(before, entry);
};

/** Every grant is reported with its expiry; what failed says what the add-on does next. */
const afterStep = (lease: Lease, entry: StepEntry): Lease => {
  const { step, outcome, label, at, durationMs, expiresAt, renewAt } = entry;
  if (step === "session-state")
    return SESSION_STATUSES.has(label ?? "") ? { ...lease, status: label as SessionStatus & string } : lease;
  if (outcome === "ok" && expiresAt !== undefined)
    return {
      ...lease,
      status: "active",
      grantedAt: at + durationMs,
      expiresAt,
      ...(renewAt !== undefined && { renewAt }),
    };
  if (step === "token-handed-out" && outcome === "ok")
    return { ...lease, status: lease.status === "connecting" ? "exchanging" : "rebootstrapping" };
  if (step === "renewal" && outcome !== "ok") return { ...lease, status: "rebootstrapping" };
  const isRetried = (step === "mint" || step === "exchange" || step === "rebootstrap") && outcome !== "ok";
  return isRetried ? { ...lease, status: "retrying" } : lease;
};

/** A frame that starts over, fails or ends has no token any more. */
const afterState = (lease: Lease, status: FrameStatus): Lease => {
  const { traceId, openedAt } = lease;
  const bare = (next: SessionStatus): Lease => ({
    status: next,
    ...(traceId && { traceId }),
    ...(openedAt !== undefined && { openedAt }),
  });
  switch (status) {
    case "ready":
      return lease;
    case "loading":
    case "connecting":
      return bare("connecting");
    case "failed":
      return bare("failed");
    case "ended":
    case "unmounted":
      return bare("ended");
  }
};
