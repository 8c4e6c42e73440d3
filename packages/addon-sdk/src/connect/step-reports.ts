/** The steps of a session, read off its states: how long each lasted, and how it ended. */
import type { HandoffReport, HandoffStep } from "@privage-addons/contracts/bridge";
import { type Clock, startStopwatch } from "../session/clock.ts";
import type { SessionState, SessionStatus, TokenTimes, Trouble } from "../session/session-state.ts";

const STEPS: { readonly [status: string]: HandoffStep } = {
  exchanging: "exchange",
  renewing: "renewal",
  rebootstrapping: "rebootstrap",
};

/** What the states that follow a step may tell about it. */
interface Details extends TokenTimes {
  readonly status: SessionStatus;
  readonly trouble?: Trouble;
}

/** Returns the listener of the session's states and, for calls, the reporter of the first one. */
export const createStepReports = (clock: Clock, send: (report: HandoffReport) => unknown) => {
  let running: HandoffStep | undefined;
  let since = startStopwatch(clock);
  let isFirst = true;

  const report = (
    step: HandoffStep,
    durationMs: number,
    outcome: HandoffReport["outcome"],
    times?: TokenTimes,
  ) => send({ step, at: clock.now() - durationMs, durationMs, outcome, ...times });

  return {
    onState: (state: SessionState) => {
      const { status, trouble, ...times }: Details = state;
      if (running && status !== "ended") {
        report(running, since(), trouble?.code ?? (status === "active" ? "ok" : "RENEWAL_FAILED"), times);
      }
      running = STEPS[status];
      since = startStopwatch(clock);
    },
    onAnswer: (durationMs: number) => {
      if (isFirst) report("first-call", durationMs, "ok");
      isFirst = false;
    },
  };
};
