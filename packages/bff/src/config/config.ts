import type { ContractOverrides } from "@privage-addons/contracts/overrides";
import type { VaultKey } from "./values.ts";

/** Everything the BFF can be told, already checked. Made by {@link readConfig}; durations in ms, sizes in bytes. */
export interface BffConfig {
  readonly host: string;
  readonly port: number;
  /** Base URLs have no trailing slash. */
  readonly privageBaseUrl: string;
  readonly haravan: {
    /** With `{shop}` where the shop's host name goes. */
    readonly shopBaseUrl: string;
    readonly apiBaseUrl: string;
    readonly accountsBaseUrl: string;
    /** Answers Haravan's webhook handshake; without it the handshake is refused. */
    readonly webhookVerifyToken: string | undefined;
  };
  readonly partnerWebhook: SignatureScheme;
  readonly addOnOrigins: readonly string[];
  readonly hostOrigins: readonly string[];
  readonly vault: VaultLocation;
  /** The first seals, all open. */
  readonly vaultKeys: readonly [VaultKey, ...VaultKey[]];
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly allowInsecureUpstreams: boolean;
  readonly staticDir: string | undefined;
  /** Corrections of what the contracts assume about Privage. */
  readonly contractOverrides?: ContractOverrides;
  readonly callers: CallerVerification;
  /** Of the add-on whose tokens are accepted; all of a business when undefined. */
  readonly appconnectId: number | undefined;
  readonly limits: Limits;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
}

export type VaultLocation =
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string; readonly poolSize: number };

/** How the caller's Privage access token is checked. */
export type CallerVerification =
  | { readonly by: "introspection" }
  | { readonly by: "jwks"; readonly url: string; readonly issuer: string | undefined }
  | { readonly by: "shared-key"; readonly key: Uint8Array; readonly issuer: string | undefined };

/** The Partner's webhook signature is not documented, so that all of it is configuration. */
export interface SignatureScheme {
  readonly header: string;
  readonly algorithm: "sha256" | "sha512";
  readonly encoding: "hex" | "base64";
  /** Text before the signature in the header's value, for example `sha256=`. */
  readonly prefix: string;
}

export interface Limits {
  /** Calls per minute of one business to one platform, with bursts of a quarter of it. */
  readonly callsPerMinute: number;
  readonly maxBodyBytes: number;
  readonly upstreamTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly drainMs: number;
  /** Mean delay of the event loop over a second, beyond which calls are turned away. */
  readonly maxEventLoopDelayMs: number;
  readonly connectionsPerUpstream: number;
  readonly webhookRetentionDays: number;
}
