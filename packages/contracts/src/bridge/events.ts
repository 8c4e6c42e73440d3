import type { ErrorCode } from "../errors/codes.ts";

export const HANDOFF_STEPS = [
  "mint",
  "load",
  "handshake",
  "hello",
  "token-handed-out",
  "exchange",
  "first-call",
  "renewal",
  "rebootstrap",
  "session-state",
  "service-call",
  "end",
] as const;

/** One step of the handoff, on either side. Made of names, numbers and codes only, so that no token fits in. */
export type HandoffStep = (typeof HANDOFF_STEPS)[number];

/** The add-on's session states, as labels of `session-state`. */
export const SESSION_STATES = [
  "connecting",
  "exchanging",
  "active",
  "renewing",
  "rebootstrapping",
  "ended",
] as const;

/** What the add-on tells the host about its own steps, for the inspector. */
export interface HandoffReport {
  readonly step: HandoffStep;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly outcome: "ok" | ErrorCode;
  /** Which service, which state, which status: a name from a closed list, checked by the receiver. */
  readonly label?: string;
  /** Milliseconds since the Unix epoch; present on `exchange` and `renewal`. */
  readonly expiresAt?: number;
  /** When renewal is planned; milliseconds since the Unix epoch. */
  readonly renewAt?: number;
}
