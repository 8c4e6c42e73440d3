/**
 * Where a mounted add-on stands, and the one place that changes it.
 *
 * ```
 * loading → connecting → ready        the frame loads, shakes hands, greets
 * ready → connecting → ready          its page reloaded or reconnected: the bridge follows by itself
 * loading | connecting → failed       a deadline passed or the handshake was refused; a late greeting still heals it
 * any → ended(reason) → loading       logout and the like; only `reload()` leaves it
 * any → unmounted                     for good
 * ```
 */
import type { AddOnError } from "@privage-addons/contracts";
import type { EndReason } from "@privage-addons/contracts/bridge";

/** The state of a mounted add-on: a discriminated union over `status`. */
export type AddOnState =
  | { readonly status: "loading" }
  | { readonly status: "connecting" }
  | { readonly status: "ready"; readonly sdkVersion: string }
  | { readonly status: "failed"; readonly error: AddOnError }
  | { readonly status: "ended"; readonly reason: EndReason }
  | { readonly status: "unmounted" };

export type Action =
  /** A new frame begins to load. */
  | { readonly type: "load" }
  /** The frame's document loaded, or the page that was connected went away. */
  | { readonly type: "connect" }
  | { readonly type: "greet"; readonly sdkVersion: string }
  | { readonly type: "fail"; readonly error: AddOnError }
  | { readonly type: "end"; readonly reason: EndReason }
  | { readonly type: "unmount" };

/** The next state; the very same object when the action does not apply. */
export const reduce = (state: AddOnState, action: Action): AddOnState => {
  const { status } = state;
  if (status === "unmounted") return state;
  if (action.type === "unmount") return { status: "unmounted" };
  if (action.type === "load") return status === "loading" ? state : { status: "loading" };
  if (status === "ended") return state;
  if (action.type === "end") return { status: "ended", reason: action.reason };
  if (action.type === "fail") return { status: "failed", error: action.error };
  if (action.type === "greet") return { status: "ready", sdkVersion: action.sdkVersion };
  return status === "connecting" || status === "failed" ? state : { status: "connecting" };
};
