import type { ErrorCode } from "@privage-addons/contracts";
import type { HandoffReport, HandoffStep } from "@privage-addons/contracts/bridge";
import { guarded } from "../guarded.ts";
import type { HostEvent, Traced } from "./events.ts";

/** An event that has no trace yet. */
type Untraced<Event> = Event extends Traced ? Omit<Event, keyof Traced> : never;

export interface Reporter {
  readonly traceId: string;
  /** W3C Trace Context (https://www.w3.org/TR/trace-context/#traceparent-header). */
  readonly traceparent: string;
  /** Something that happened now. */
  emit(event: Untraced<HostEvent>): void;
  /** A step of the host's own, from `since` (ms since the epoch) until now. */
  step(step: HandoffStep, since: number, outcome: "ok" | ErrorCode, label?: string): void;
  /** A step the add-on reported. */
  relay(report: HandoffReport): void;
}

export const createReporter = (onEvent: ((event: HostEvent) => void) | undefined): Reporter => {
  const traceId = randomHex(16);

  const emit = (event: Untraced<HostEvent>) => {
    guarded(() => onEvent?.({ at: Date.now(), ...event, traceId }));
  };
  const relay = (source: "host" | "add-on", report: HandoffReport) => {
    const { step, at, durationMs, outcome } = report;
    const name = `add-on ${step}`;
    const start = Math.max(0, at - performance.timeOrigin);
    performance.measure(name, { start, duration: durationMs, detail: { source, outcome, traceId } });
    // Observers and the developer tools have it; on the page's timeline it would stay for ever.
    performance.clearMeasures(name);
    emit({ ...report, type: "step", source });
  };

  return {
    traceId,
    traceparent: `00-${traceId}-${randomHex(8)}-01`,
    emit,
    step: (step, since, outcome, label) => {
      // A clock may be set back meanwhile.
      const durationMs = Math.max(0, Date.now() - since);
      relay("host", { step, at: since, durationMs, outcome, ...(label && { label }) });
    },
    relay: (report) => relay("add-on", report),
  };
};

const randomHex = (bytes: number) =>
  crypto
    .getRandomValues(new Uint8Array(bytes))
    .reduce((hex, byte) => hex + (byte + 256).toString(16).slice(1), "");
