/**
 * The states of a session, and the only function that changes them.
 *
 * ```
 * connecting → exchanging → active ⇄ renewing
 *                             ↑         ↓
 *                             └── rebootstrapping          any → ended(reason), for good
 * ```
 *
 * `renewing` still has a token while the old one is valid. `exchanging` and `rebootstrapping` last until the host and
 * Privage have given a token; `trouble` says why that has not worked yet and when the next attempt is due.
 */
import type { ErrorData } from "@privage-addons/contracts";
import type { EndReason } from "@privage-addons/contracts/bridge";

export type SessionState =
  | { readonly status: "connecting" }
  | { readonly status: "exchanging"; readonly trouble?: Trouble }
  | ({ readonly status: "active"; readonly trouble?: Trouble } & TokenTimes)
  | ({ readonly status: "renewing" } & TokenTimes)
  | { readonly status: "rebootstrapping"; readonly trouble?: Trouble }
  | { readonly status: "ended"; readonly reason: EndReason };

export type SessionStatus = SessionState["status"];

/** Times of the token in use, milliseconds since the Unix epoch on this machine's clock; absent when its life is unknown. */
export interface TokenTimes {
  readonly expiresAt?: number;
  readonly renewAt?: number;
}

/** Why the last attempt to get a token failed; without the error's cause, so that it may be shown and logged. */
export interface Trouble extends ErrorData {
  /** Not before this time is the next attempt made; milliseconds since the Unix epoch. */
  readonly retryAt: number;
}

/** What may follow what. A state may follow itself when its details change, but for the first and the last. */
const NEXT: { readonly [Status in SessionStatus]: readonly SessionStatus[] } = {
  connecting: ["exchanging", "ended"],
  exchanging: ["exchanging", "active", "ended"],
  active: ["active", "renewing", "rebootstrapping", "ended"],
  renewing: ["active", "rebootstrapping", "ended"],
  rebootstrapping: ["rebootstrapping", "active", "ended"],
  ended: [],
};

/** Pure: the proposed state if it may follow, else the state as it is. */
export const nextSessionState = (state: SessionState, proposed: SessionState): SessionState =>
  NEXT[state.status].includes(proposed.status) ? proposed : state;
