import type { ErrorCode } from "@privage-addons/contracts";
import type { HandoffReport, HandoffStep } from "@privage-addons/contracts/bridge";
import type { AddOnState } from "../lifecycle/state.ts";
import type { HostEvent } from "./events.ts";

export interface Reporter {
  readonly traceId: string;
  /** W3C Trace Context (https://www.w3.org/TR/trace-context/#traceparent-header). */
  readonly traceparent: string;
  /** A step of the host's own, from `since` (ms since the epoch) until now. */
  step(step: HandoffStep, since: number, outcome: "ok" | ErrorCode, label?: string): void;
  /** A step the add-on reported. */
  relay(report: HandoffReport): void;
  state(state: AddOnState): void;
  resizeLoop(tallest: string | undefined): void;
}

export const createReporter = (onEvent: ((event: HostEvent) => void) | undefined): Reporter => {
  const traceId = randomHex(16);

  const emit = (event: HostEvent) => {
    try {
      onEvent?.(event);
    } catch (error) {
      reportError(error);
    }
  };
  const relay = (source: "host" | "add-on", report: HandoffReport) => {
    const { step, at, durationMs, outcome } = report;
    const name = `add-on ${step}`;
    const start = Math.max(0, at - performance.timeOrigin);
    performance.measure(name, { start, duration: durationMs, detail: { source, outcome, traceId } });
    // Observers and the developer tools have it; on the page's timeline it would stay for ever.
    performance.clearMeasures(name);
    emit({ ...report, type: "step", source, traceId });
  };

  return {
    traceId,
    traceparent: `00-${traceId}-${randomHex(8)}-01`,
    step: (step, since, outcome, label) =>
      relay("host", { step, at: since, durationMs: Date.now() - since, outcome, ...(label && { label }) }),
    relay: (report) => relay("add-on", report),
    state: (state) => {
      const { status } = state;
      emit({
        type: "state",
        state: {
          status,
          ...(status === "failed" && { code: state.error.code }),
          ...(status === "ended" && { reason: state.reason }),
        },
        at: Date.now(),
        traceId,
      });
    },
    resizeLoop: (tallest = "") =>
      emit({
        type: "resize-loop",
        at: Date.now(),
        traceId,
        // Without digits, upper case and length no token fits.
        ...(/^[a-z.#-]{1,40}$/.test(tallest) && { element: tallest }),
      }),
  };
};

const randomHex = (bytes: number) =>
  crypto
    .getRandomValues(new Uint8Array(bytes))
    .reduce((hex, byte) => hex + (byte + 256).toString(16).slice(1), "");
