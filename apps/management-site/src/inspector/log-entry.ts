/**
 * What the inspector keeps of an event. A secret cannot be shown because it cannot be kept: every text of an entry is
 * either from a closed list or 32 hexadecimal digits that the host bridge made itself. Anything else is dropped here,
 * whatever the bridge or the add-on sent.
 */
import { ERROR_CODES, type ErrorCode, isErrorCode } from "@privage-addons/contracts";
import {
  END_REASONS,
  EXCHANGE_TOKEN_REASONS,
  HANDOFF_STEPS,
  type HandoffStep,
  SERVICE_NAMES,
} from "@privage-addons/contracts/bridge";
import type { HostEvent } from "@privage-addons/host-bridge";
import type { Slot } from "../add-ons/frames.ts";
import type { FaultName, Platform } from "./faults/fault-names.ts";

declare const checked: unique symbol;
/** A text that was found in a closed list. */
export type KnownLabel = string & { readonly [checked]: "label" };
/** W3C trace id: 32 lower-case hexadecimal digits. */
export type TraceId = string & { readonly [checked]: "trace" };

/** The states of a mounted add-on. */
const FRAME_STATUSES = ["loading", "connecting", "ready", "failed", "ended", "unmounted"] as const;
export type FrameStatus = (typeof FRAME_STATUSES)[number];

interface Common {
  /** Counts up; never reused. */
  readonly id: number;
  readonly slot: Slot;
  /** When it began; ms since the Unix epoch. */
  readonly at: number;
}

export interface StepEntry extends Common {
  readonly kind: "step";
  readonly source: "host" | "add-on";
  readonly step: HandoffStep;
  readonly durationMs: number;
  readonly outcome: "ok" | ErrorCode;
  readonly traceId?: TraceId;
  readonly label?: KnownLabel;
  /** Of the access token; ms since the Unix epoch. */
  readonly expiresAt?: number;
  /** Planned renewal; ms since the Unix epoch. */
  readonly renewAt?: number;
}

export interface StateEntry extends Common {
  readonly kind: "state";
  readonly status: FrameStatus;
  readonly traceId?: TraceId;
  /** Why it failed or ended. */
  readonly label?: KnownLabel;
}

/** The add-on's height grew in a loop, and the frame no longer follows it. The culprit's name stays with the bridge. */
export interface ResizeLoopEntry extends Common {
  readonly kind: "resize-loop";
  readonly traceId?: TraceId;
}

/** A fault the person switched on or off in the inspector. */
export interface FaultEntry extends Common {
  readonly kind: "fault";
  readonly platform: Platform;
  readonly fault: FaultName;
  readonly outcome: "on" | "off" | "refused";
}

export type LogEntry = StepEntry | StateEntry | ResizeLoopEntry | FaultEntry;

const STEPS: ReadonlySet<string> = new Set(HANDOFF_STEPS);

const LABELS: ReadonlySet<string> = new Set([
  ...SERVICE_NAMES,
  ...END_REASONS,
  ...ERROR_CODES,
  ...EXCHANGE_TOKEN_REASONS,
  ...["connecting", "exchanging", "active", "renewing", "rebootstrapping", "ended"],
]);

/** The label itself when it is known or an HTTP status, else nothing. */
const knownLabel = (value: unknown): KnownLabel | undefined =>
  typeof value === "string" && (LABELS.has(value) || /^[1-5]\d\d$/.test(value))
    ? (value as KnownLabel)
    : undefined;

const traceIdOf = (value: unknown): TraceId | undefined =>
  typeof value === "string" && /^[0-9a-f]{32}$/.test(value) ? (value as TraceId) : undefined;

/** The entry for an event of the bridge; undefined when the event names a step or state nobody knows. */
export const toLogEntry = (event: HostEvent, slot: Slot, id: number): LogEntry | undefined => {
  const traceId = traceIdOf(event.traceId);
  const common = { id, slot, at: timeOf(event.at) ?? 0, ...(traceId && { traceId }) };
  if (event.type === "resize-loop") return { kind: "resize-loop", ...common };
  if (event.type === "state") {
    const status = FRAME_STATUSES.find((name) => name === event.state.status);
    const label = knownLabel(event.state.code ?? event.state.reason);
    return status && { kind: "state", status, ...common, ...(label && { label }) };
  }
  if (event.type !== "step" || !STEPS.has(event.step)) return undefined;
  const label = knownLabel(event.label);
  const expiresAt = timeOf(event.expiresAt);
  const renewAt = timeOf(event.renewAt);
  return {
    kind: "step",
    ...common,
    source: event.source === "host" ? "host" : "add-on",
    step: event.step,
    durationMs: Math.max(0, timeOf(event.durationMs) ?? 0),
    outcome: isErrorCode(event.outcome) ? event.outcome : event.outcome === "ok" ? "ok" : "INTERNAL",
    ...(label && { label }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(renewAt !== undefined && { renewAt }),
  };
};

const timeOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
