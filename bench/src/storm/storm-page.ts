/** What every page of the storm offers to the driver as `globalThis.storm`. */
export interface StormPage {
  /** Gets a session, its tokens still good. */
  prepare(): Promise<void>;
  /** The platform's clock has moved past the access token's expiry; the page's own clock follows. */
  expire(): void | Promise<void>;
  /** So many calls at once. */
  run(calls: number): Promise<StormResult>;
}

export interface StormResult {
  readonly failures: number;
  readonly ms: number;
}

export const ACCESS_TOKEN_LIFE_SECONDS = 900;
export const API_CALL = "/v2/connect/profile?card_no=001";
