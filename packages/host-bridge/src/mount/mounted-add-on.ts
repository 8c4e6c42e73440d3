import type { AddOnContext, AddOnContextPatch, EndReason } from "@privage-addons/contracts/bridge";
import type { AddOnState } from "../lifecycle/state.ts";

/** A mounted add-on. */
export interface MountedAddOn {
  readonly state: AddOnState;
  readonly context: AddOnContext;
  /** 32 hexadecimal digits: the trace of this mount, from its first mint to the add-on's first API call. */
  readonly traceId: string;
  /** Hears each new state; what it throws is reported to the page. Returns its own removal. */
  subscribe(listener: (state: AddOnState) => void): () => void;
  /**
   * Changes the context and tells the add-on.
   *
   * - Another `business.code` or `user.id` is a tenant switch: the session ends, and a new frame starts with a token for
   *   that business.
   * - Other `user.permissions` must be acknowledged within 700 ms, else the frame is replaced. An add-on that is not ready
   *   yet gets them with its greeting.
   */
  update(patch: AddOnContextPatch): void;
  /** The site's address changed below the add-on's placement: a deep link, back, forward. */
  navigated(path: string): void;
  /**
   * Ends the add-on's session. Resolves once the add-on acknowledged (within 700 ms) or its frame was removed; never
   * rejects. Only `reload()` starts another session.
   */
  endSession(reason: EndReason): Promise<{ readonly acknowledged: boolean }>;
  /** Starts over with a new frame and a new token; also after a failure or an ended session. */
  reload(): void;
  /** Removes everything for good: frame, listeners, timers, port, tokens. Idempotent. */
  unmount(): void;
}
