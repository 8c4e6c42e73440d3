/** The steps of a session, read off its states: how long each lasted, and how it ended. */
import type { HandoffReport, HandoffStep } from "@privage-addons/contracts/bridge";
import { type Clock, startStopwatch } from "../session/clock.ts";
import type { SessionState, TokenTimes, Trouble } from "../session/session-state.ts";

const STEPS: { readonly [status: string]: HandoffStep } = {
  exchanging: "exchange",
  renewing: "renewal",
  rebootstrapping: "rebootstrap",
};

/** What the states that follow a step may tell about it. */
type Details = TokenTimes & { readonly trouble?: Trouble | undefined };

/** Returns the listener of the session's states and, for calls, the reporter of the first one. */
export const createStepReports = (clock: Clock, send: (report: HandoffReport) => void) => {
  let running: HandoffStep | undefined;
  let since = startStopwatch(clock);
  let isFirst = true;

  const report = (
    step: HandoffStep,
    durationMs: number,
    outcome: HandoffReport["outcome"],
    times: TokenTimes,
  ) => send({ step, at: clock.now() - durationMs, durationMs, outcome, ...times });

  return {
    onState: (state: SessionState) => {
      const { expiresAt, renewAt, trouble }: Details = { trouble: undefined, ...state };
      if (running && state.status !== "ended") {
        const outcome = trouble?.code ?? (state.status === "active" ? "ok" : "RENEWAL_FAILED");
        report(running, since(), outcome, expiresAt && renewAt ? { expiresAt, renewAt } : {});
      }
      running = STEPS[state.status];
      since = startStopwatch(clock);
    },
    onAnswer: (durationMs: number) => {
      if (isFirst) report("first-call", durationMs, "ok", {});
      isFirst = false;
    },
  };
};
