import type { ErrorCode } from "@privage-addons/contracts";
import type { EndReason, HandoffReport } from "@privage-addons/contracts/bridge";
import type { AddOnState } from "../lifecycle/state.ts";

export interface Traced {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** 32 hexadecimal digits, the bridge's own. */
  readonly traceId: string;
}

/** One step of the handoff, on either side of the frame. */
export interface StepEvent extends HandoffReport, Traced {
  readonly type: "step";
  readonly source: "host" | "add-on";
}

/** A state as events carry it: names only, since an error's message could quote anything. */
export interface StateSummary {
  readonly status: AddOnState["status"];
  /** Of `failed`. */
  readonly code?: ErrorCode;
  /** Of `ended`. */
  readonly reason?: EndReason;
}

export interface StateEvent extends Traced {
  readonly type: "state";
  readonly state: StateSummary;
}

/** The add-on's height grew in a loop and is no longer followed. */
export interface ResizeLoopEvent extends Traced {
  readonly type: "resize-loop";
  /** The tallest element as the add-on named it, e.g. `"main.page"`; absent unless it is letters and `.#-` only. */
  readonly element?: string;
}

/**
 * What `onEvent` receives: names from closed lists, numbers, and a trace id of the bridge's own making. A token fits
 * nowhere in it.
 */
export type HostEvent = StepEvent | StateEvent | ResizeLoopEvent;
