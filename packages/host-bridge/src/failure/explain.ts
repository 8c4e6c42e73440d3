import type { AddOnError, ErrorCode, ErrorData } from "@privage-addons/contracts";
import { probe } from "./probe.ts";

/** What is known when a deadline passes or the greeting fails. */
export interface Evidence {
  readonly frame: HTMLIFrameElement;
  /** The pinned origin. */
  readonly origin: string;
  /** Whether the frame's `load` event fired. */
  readonly isLoaded?: boolean;
  /** An origin other than the pinned one from which the frame spoke the protocol. */
  readonly foreignOrigin?: string;
  /** The add-on said that it does not trust this site. */
  readonly isRefused?: boolean;
  /** How the greeting failed, where the handshake itself went well. */
  readonly cause?: unknown;
}

/** What became of a frame: the parts of an error, which whoever asks makes of it. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: ErrorData["details"];
}

/** Tells a failure's cause, and what to do about it, in the bridge's own words: an add-on's are not shown. */
export const explain = async (evidence: Evidence): Promise<Explanation> => {
  const { frame, origin, isLoaded, foreignOrigin, isRefused, cause } = evidence;
  if (foreignOrigin) {
    return {
      code: "ORIGIN_MISMATCH",
      message: `The frame shows ${foreignOrigin} instead of ${origin}. Correct src.`,
      details: { got: foreignOrigin, wanted: origin },
    };
  }
  if (isRefused) {
    return {
      code: "ORIGIN_MISMATCH",
      message: `The add-on does not know ${location.origin}. Add it to its host origins.`,
      details: { got: location.origin, wanted: "a host origin of the add-on" },
    };
  }
  if (cause) {
    return (cause as Partial<AddOnError>).code === "PROTOCOL_MISMATCH"
      ? {
          code: "PROTOCOL_MISMATCH",
          message: "Add-on and site speak no common protocol. Update the older.",
        }
      : { code: "HANDSHAKE_TIMEOUT", message: "The add-on connected but did not greet." };
  }
  switch (isLoaded ? await probe(frame) : "unreachable") {
    case "unreachable":
      return { code: "ADD_ON_UNREACHABLE", message: "The add-on's page does not load." };
    case "refused":
      return {
        code: "FRAME_BLOCKED",
        message: `The add-on's frame-ancestors must allow ${location.origin}.`,
      };
    case "forbidden-here":
      return { code: "FRAME_BLOCKED", message: `This site's frame-src must allow ${origin}.` };
    default:
      return {
        code: "NO_SDK",
        message: "The page loads, but it does not connect: it needs the add-on SDK.",
      };
  }
};
