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
import type { StateSummary } from "../trace/events.ts";

/** The state of a mounted add-on: a discriminated union over `status`. */
export type AddOnState =
  | { readonly status: "loading" }
  | { readonly status: "connecting" }
  | { readonly status: "ready"; readonly sdkVersion: string }
  | { readonly status: "failed"; readonly error: AddOnError }
  | { readonly status: "ended"; readonly reason: EndReason }
  | { readonly status: "unmounted" };

/** What may follow what. A state may follow itself where its details change. */
const NEXT: { readonly [Status in AddOnState["status"]]: readonly AddOnState["status"][] } = {
  loading: ["connecting", "ready", "failed", "ended", "unmounted"],
  connecting: ["ready", "failed", "loading", "ended", "unmounted"],
  ready: ["ready", "connecting", "failed", "loading", "ended", "unmounted"],
  failed: ["ready", "failed", "loading", "ended", "unmounted"],
  ended: ["loading", "unmounted"],
  unmounted: [],
};

/** Pure: the proposed state if it may follow, else the very same object. */
export const nextState = (state: AddOnState, proposed: AddOnState): AddOnState =>
  NEXT[state.status].includes(proposed.status) ? proposed : state;

/** What events may know of a state. */
export const summaryOf = (state: AddOnState): StateSummary => ({
  status: state.status,
  ...(state.status === "failed" && { code: state.error.code }),
  ...(state.status === "ended" && { reason: state.reason }),
});
