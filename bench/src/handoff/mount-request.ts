/** What the driver tells a host page to mount. */
export interface MountRequest {
  readonly src: string;
  readonly privageUrl: string;
  readonly userToken: string;
  /** What counts as the first authorised answer: the frame's word, or the SDK's own report of its first call. */
  readonly until: "message" | "first-call";
}

/** What every host page offers to the driver as `globalThis.bench`. */
export interface HostPage {
  /** Mounts one more add-on; resolves with the milliseconds until its first authorised API answer. */
  mount(request: MountRequest): Promise<number>;
  /** Takes away every add-on there is. */
  unmountAll(): void;
}

export const APPCONNECT_ID = 42;
export const BUSINESS_CODE = "CAFE01";
export const FIRST_CALL = "/v2/connect/profile?card_no=001";
/** The frame's word that its first authorised answer is there. */
export const DONE = "bench-done";
