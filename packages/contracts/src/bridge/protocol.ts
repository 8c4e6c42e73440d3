/**
 * The bridge protocol: what the Management Site (host) and an add-on's iframe say to each other.
 *
 * Requirements
 * 1. A secret crosses only on the private MessagePort, after each side proved the other's origin.
 * 2. Either side may reload, reconnect or vanish at any moment; nobody waits for ever (see `link.ts`).
 * 3. Nobody trusts a shape: each side validates what it receives.
 *
 * Steps
 * 1. The host listens, then sets the iframe's `src`; minting has already begun.
 * 2. The add-on's bootstrap says SYN; host and add-on shake hands (`handshake.ts`); a private port connects them.
 * 3. Host → add-on `hello`: protocol versions, capabilities, context, `traceparent`. The add-on answers with its own
 *    versions, or refuses with PROTOCOL_MISMATCH. Nothing else is answered before.
 * 4. Add-on → host `getExchangeToken`. Each token is handed out once.
 * 5. From then on, as needed: `service`, `report`, `resize` upwards; `context`, `navigated`, `visibility`, `end` downwards;
 *    `ping` both ways.
 */
import type { AddOnContext } from "./context.ts";
import type { HandoffReport } from "./events.ts";
import type { EndReason } from "./reasons.ts";
import type { ServiceCall, ServiceName } from "./services.ts";

/** Keeps Privage's handshake apart from whatever else windows say to each other. */
export const BRIDGE_CHANNEL = "privage-add-on";

/** Versions this build speaks, inclusive. A side refuses when the ranges do not meet. */
export const PROTOCOL_VERSIONS: VersionRange = { min: 1, max: 1 };

export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

export const EXCHANGE_TOKEN_REASONS = [
  "start",
  "exchange-failed",
  "renewal-refused",
  "renewal-lost",
  "reconnected",
] as const;

/** Why the add-on asks for an exchange token: shown in the inspector, never used to decide. */
export type ExchangeTokenReason = (typeof EXCHANGE_TOKEN_REASONS)[number];

/** Host → add-on, first message on the port. */
export interface HostHello {
  readonly protocol: VersionRange;
  /** Services the host granted to this add-on; any other is answered with NOT_GRANTED. */
  readonly capabilities: readonly ServiceName[];
  readonly context: AddOnContext;
  /** W3C trace context; the add-on sends it with its API calls so that one trace runs from mount to answer. */
  readonly traceparent: string;
}

/** The add-on's answer to {@link HostHello}. */
export interface AddOnHello {
  readonly protocol: VersionRange;
  readonly sdkVersion: string;
}

/** What the add-on may call on the host. */
export interface HostMethods {
  getExchangeToken(request: { readonly reason: ExchangeTokenReason }): { readonly exchangeToken: string };
  service(request: ServiceCall): unknown;
  report(request: HandoffReport): void;
  resize(request: { readonly heightPx: number; readonly tallest?: string }): void;
  ping(request: Record<never, never>): void;
}

/** What the host may call on the add-on. */
export interface AddOnMethods {
  hello(request: HostHello): AddOnHello;
  context(request: AddOnContext): void;
  /** The site's address changed below the add-on's placement (deep link, back, forward). */
  navigated(request: { readonly path: string }): void;
  visibility(request: { readonly visible: boolean }): void;
  /** The session is over: drop tokens, settle calls, answer at once. */
  end(request: { readonly reason: EndReason }): void;
  ping(request: Record<never, never>): void;
}

/** Whether two version ranges have a version in common. */
export const versionsMeet = (a: VersionRange, b: VersionRange): boolean => a.min <= b.max && b.min <= a.max;
