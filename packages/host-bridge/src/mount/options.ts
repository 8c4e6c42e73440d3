import type {
  AddOnContext,
  BusinessContext,
  HostServices,
  UserContext,
} from "@privage-addons/contracts/bridge";
import { AddOnError } from "@privage-addons/contracts/errors";
import type { FailureScreen } from "../failure/failure-screen.ts";
import type { Mint } from "../tokens/mint.ts";
import type { HostEvent } from "../trace/events.ts";

/** What a host says about where the add-on runs; what it leaves out is taken from the page. */
export type HostContext = {
  readonly user: UserContext;
  readonly business: BusinessContext;
  readonly theme?: Partial<AddOnContext["theme"]>;
  readonly placement?: Partial<AddOnContext["placement"]>;
} & Partial<Pick<AddOnContext, "locale" | "timeZone" | "environment">>;

/** Sandbox tokens a host may add; never one that lets an add-on move the whole page. */
export type SandboxGrant =
  | "allow-popups"
  | "allow-popups-to-escape-sandbox"
  | "allow-downloads"
  | "allow-modals";

export interface MountOptions {
  /** Where the frame is put; the bridge owns what it adds and nothing else. */
  readonly container: HTMLElement;
  /** The add-on's page: `https:`, or `http:` on this machine. Its origin is pinned. */
  readonly src: string;
  /** Accessible name of the frame. */
  readonly title: string;
  /** Privage's number of the add-on, a positive integer. */
  readonly appconnectId: number;
  /** Privage's `business_code` of the business on whose behalf the add-on works. */
  readonly businessCode: string;
  readonly mint: Mint;
  readonly context: HostContext;
  /** What is passed is what is granted. Default: nothing. */
  readonly services?: Partial<HostServices>;
  /** Hears every step and state; an error it throws is reported to the page, not to the add-on. */
  readonly onEvent?: (event: HostEvent) => void;
  /** Default: `allow-scripts allow-same-origin allow-forms` alone. */
  readonly sandbox?: readonly SandboxGrant[];
  /** Permissions Policy of the frame, e.g. `"camera"`. Default: nothing is allowed. */
  readonly allow?: string;
  /** Lets the frame's height follow its content, up to this many CSS pixels. Default: it fills its container. */
  readonly maxHeightPx?: number;
  /** Replaces the bridge's own failure screen; `null` shows none. */
  readonly failureScreen?: FailureScreen | null;
  /** All in ms. */
  readonly deadlines?: Partial<Deadlines>;
}

export interface Deadlines {
  /** From the frame's start to its `load` event or first word. Default 20,000. */
  readonly loadMs: number;
  /** From there to the end of the handshake. Default 10,000. */
  readonly handshakeMs: number;
}

const IS_LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;

/** The add-on's pinned origin. Throws INVALID_ARGUMENT or SAME_ORIGIN_ADD_ON. */
export const checkOptions = (options: MountOptions): string => {
  const { container, src, title, appconnectId, businessCode, mint, context } = options;
  const url = URL.canParse(src) && new URL(src);
  const isGood = url && !url.username && (url.protocol === "https:" || IS_LOCAL.test(url.href));
  // Pages without types reach this too.
  const wanted = {
    container,
    "src (https:, no credentials)": isGood,
    title,
    "appconnectId (a positive integer)": Number.isInteger(appconnectId) && appconnectId > 0,
    businessCode,
    mint,
    "context.user": context?.user,
    "context.business": context?.business,
  };
  const wrong = Object.entries(wanted).filter(([, value]) => !value);
  if (!url || wrong[0]) {
    throw new AddOnError("INVALID_ARGUMENT", `Missing or wrong: ${wrong.map(([name]) => name).join(", ")}.`);
  }
  if (url.origin !== location.origin) return url.origin;
  throw new AddOnError("SAME_ORIGIN_ADD_ON", "On this site's own origin an add-on could remove its sandbox.");
};
