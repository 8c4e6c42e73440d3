/** Where the servers under test forward to, and the token they forward with. */
export interface ProxyConfig {
  readonly upstreamPort: number;
  /** What a bare proxy sends as `Authorization`; ours fetches its own from the upstream's token endpoint. */
  readonly authorization: string;
}

/** Paths of the upstream; a bare proxy gets them as they are, ours below `/partner`. */
export const API_BASE = "/api/partner/v1";
export const PATHS = { small: "/sales", large: "/products" } as const;
export const LARGE_BYTES = 1_000_000;

export const CLIENT_ID = `meed_${"b".repeat(32)}`;
export const ACCESS_TOKEN = "bench-token-of-no-value";
export const BUSINESS = "CAFE01";
/** A caller's token of a business of one's choice begins so and ends with its code. */
export const CALLER_TOKEN_OF = "privage-token-of-business-";

/** What `upstream.ts` counted since it was last asked. */
export interface UpstreamCounts {
  readonly tokenRequests: number;
  readonly introspections: number;
}
