import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { probe } from "./probe.ts";

/** What is known when a deadline passes or the greeting fails. */
export interface Evidence {
  readonly src: string;
  /** The pinned origin. */
  readonly origin: string;
  /** Whether the frame's `load` event fired. */
  readonly isLoaded?: boolean;
  /** Whether the add-on began a handshake. */
  readonly isHeard: boolean;
  /** An origin other than the pinned one from which the frame spoke the protocol. */
  readonly foreignOrigin?: string;
  /** The add-on said that it does not trust this site. */
  readonly isRefused?: boolean;
  /** How the greeting failed, where the handshake itself went well. */
  readonly cause: unknown;
}

/** The error that tells a failure's cause, and what to do about it, in the bridge's own words: an add-on's are not shown. */
export const explain = async (evidence: Evidence): Promise<AddOnError> => {
  const { src, origin, isLoaded, isHeard, foreignOrigin, isRefused, cause } = evidence;
  if (cause) {
    return isAddOnError(cause) && cause.code === "PROTOCOL_MISMATCH"
      ? new AddOnError(cause.code, "Add-on and site speak no common protocol. Update the older.", { cause })
      : new AddOnError("HANDSHAKE_TIMEOUT", "The add-on connected but did not greet.", { cause });
  }
  if (foreignOrigin) {
    return new AddOnError(
      "ORIGIN_MISMATCH",
      `The frame shows ${foreignOrigin} instead of ${origin}. Correct src.`,
      {
        details: { got: foreignOrigin, wanted: origin },
      },
    );
  }
  if (isRefused) {
    return new AddOnError(
      "ORIGIN_MISMATCH",
      `The add-on does not know ${location.origin}. Add it to its host origins.`,
      {
        details: { got: location.origin, wanted: "a host origin of the add-on" },
      },
    );
  }
  if (isHeard)
    return new AddOnError("HANDSHAKE_TIMEOUT", "The add-on began to connect but did not finish in time.");
  const silence = isLoaded ? await probe(src) : "unreachable";
  if (silence === "unreachable")
    return new AddOnError("ADD_ON_UNREACHABLE", "The add-on's page does not load.");
  if (silence === "refused") {
    return new AddOnError("FRAME_BLOCKED", `The add-on's frame-ancestors must allow ${location.origin}.`);
  }
  return silence === "forbidden-here"
    ? new AddOnError("FRAME_BLOCKED", `This site's frame-src must allow ${origin}.`)
    : new AddOnError("NO_SDK", "The page loads, but it does not connect: it needs the add-on SDK.");
};
