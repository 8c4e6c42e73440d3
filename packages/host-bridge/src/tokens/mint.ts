import type { ExchangeTokenReason } from "@privage-addons/contracts/bridge";

/** What a mint is asked for. */
export interface MintRequest {
  readonly appconnectId: number;
  readonly businessCode: string;
  /** `"ahead"` at mount, else what the add-on gave as its reason. */
  readonly reason: "ahead" | ExchangeTokenReason;
  /** W3C trace context of the mount, for a mint that goes through a backend of one's own. */
  readonly traceparent: string;
  /** Fires when the add-on is unmounted, its session ends, or the mint takes too long. */
  readonly signal: AbortSignal;
}

export interface MintedToken {
  /** Lives 60 s and can be redeemed once. */
  readonly exchangeToken: string;
}

/** Makes a fresh exchange token at each call. See {@link createPrivageMinter}. */
export type Mint = (request: MintRequest) => Promise<MintedToken>;
