/**
 * What an add-on may ask for once it has its token: services, reports, its height. Loaded beside the frame, so that the
 * way from mount to token carries none of it.
 */
import type { ErrorCode } from "@privage-addons/contracts";
import type { HostServices, MethodTable } from "@privage-addons/contracts/bridge";
import { parseReport, parseResize, parseServiceCall } from "@privage-addons/contracts/bridge/from-add-on";
import { followHeight, resizeLoop } from "../resize/follow-height.ts";
import type { Reporter } from "../trace/reporter.ts";

export interface ServeOptions {
  readonly services: Partial<HostServices>;
  readonly reporter: Reporter;
  readonly frame: HTMLIFrameElement;
  readonly maxHeightPx: number | undefined;
  /** Makes an error: handed in, so that this part shares no module with what is loaded before it. */
  readonly refuse: (code: ErrorCode, message: string) => Error;
}

/** The methods `service`, `report` and `resize`; each checks its argument before it does anything. */
export const createServing = (options: ServeOptions): MethodTable => {
  const { services, reporter, frame, maxHeightPx, refuse } = options;
  const malformed = (message: string) => refuse("INVALID_ARGUMENT", message);
  const onLoop = (tallest: string | undefined) => reporter.emit(resizeLoop(tallest));
  const resize = maxHeightPx ? followHeight(frame, maxHeightPx, Date.now, onLoop) : undefined;
  let isConfirming = false;

  return {
    service: async (value) => {
      const { name, request } = parseServiceCall(value, malformed);
      const service = Object.hasOwn(services, name) && services[name];
      if (!service) throw refuse("NOT_GRANTED", `The host did not grant ${name}.`);
      const isQuestion = name === "confirm";
      if (isQuestion && isConfirming) throw refuse("RATE_LIMITED", "One question at a time.");
      isConfirming ||= isQuestion;
      const since = Date.now();
      try {
        // parseServiceCall pairs each name with its own request type.
        const answer = await (service as (request: unknown) => unknown)(request);
        reporter.step("service-call", since, "ok", name);
        return isQuestion ? answer === true : undefined;
      } finally {
        if (isQuestion) isConfirming = false;
      }
    },
    report: (value) => reporter.relay(parseReport(value, malformed)),
    resize: (value) => resize?.(parseResize(value, malformed)),
  };
};
