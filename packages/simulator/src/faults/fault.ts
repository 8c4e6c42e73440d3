/** What can go wrong on the wire. The names are part of the fixed interface. */
export const FAULT_KINDS = [
  /** Any status and body instead of the work. */
  "status",
  /** The work and the answer come late. */
  "delay",
  /** Nothing ever comes. */
  "hang",
  /** The connection is reset before the work. */
  "reset",
  /** The work is done, then the connection is reset: the caller cannot know. */
  "commit-then-reset",
  /** The right answer, in small pieces. */
  "slow-body",
  /** The right head, half of the body, then the connection closes. */
  "truncate",
  /** The right head, and a body that is not valid JSON. */
  "malformed",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** An order for trouble, as `POST /_sim/faults` takes it. */
export interface FaultOrder {
  readonly fault: FaultKind;
  /** Which calls it strikes; every call when absent. `path` may be a template of the contract and hold `*`. */
  readonly match?: { readonly method?: string | undefined; readonly path?: string | undefined } | undefined;
  /** Strikes this often, then goes away; without it, until cleared. */
  readonly times?: number | undefined;
  /** Strikes this share of the calls, 0 to 1, by the simulator's seed. */
  readonly rate?: number | undefined;
  /** For `status`; 503 when absent. */
  readonly status?: number | undefined;
  /** For `status`: a string is sent as text, anything else as JSON; the platform's usual words when absent. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For `delay`, and between the pieces of `slow-body`, in ms. */
  readonly delayMs?: number | undefined;
}
