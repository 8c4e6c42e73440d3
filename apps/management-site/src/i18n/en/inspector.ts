import type { HandoffStep } from "@privage-addons/contracts/bridge";
import type { FaultName, Platform } from "../../inspector/faults/fault-names.ts";
import type { FrameStatus } from "../../inspector/log-entry.ts";

/** `where` is the platform's name. */
type Hint = (where: string) => string;

/** The inspector's texts in English; `InspectorMessages` is the shape of every other catalogue. */
export const inspector = {
  title: "Handoff inspector",
  intro: "How this page hands the add-on its session. Tokens never appear here.",
  which: "Add-on shown",
  exportFile: "Export as a file",
  clear: "Clear",
  nothing: "Nothing yet. Open an add-on and watch it sign itself in.",
  opened: (when: string) => `Opened ${when}`,
  trace: "Trace",
  copyTrace: "Copy trace id",
  session: "Session",
  sessionStates: {
    connecting: "Connecting",
    exchanging: "Exchanging",
    active: "Active",
    renewing: "Renewing",
    rebootstrapping: "Starting again",
    retrying: "Trying again",
    ended: "Ended",
    failed: "Failed",
    none: "No session",
  },
  renewsIn: "Renews in",
  expiresIn: "Expires in",
  due: "now",
  tabs: { steps: "Steps", messages: "Messages" },
  episodes: {
    opening: "Opening",
    reload: "Reload",
    renewal: "Renewal",
    rebootstrap: "Fresh start through the site",
    tokens: "Token exchange",
    end: "End of session",
    calls: "Calls to the site",
    other: "Activity",
  },
  steps: {
    mint: "Mint token",
    load: "Load page",
    handshake: "Handshake",
    hello: "Hello",
    "token-handed-out": "Hand over token",
    exchange: "Exchange token",
    "first-call": "First call",
    renewal: "Renew token",
    rebootstrap: "Start again",
    "session-state": "Session",
    "service-call": "Call to site",
    end: "End session",
  } satisfies Record<HandoffStep, string> as Record<HandoffStep, string>,
  stepSummary: (name: string, start: string, duration: string, outcome: string) =>
    `${name}: starts after ${start}, takes ${duration}, ${outcome}`,
  ok: "OK",
  sources: { host: "Site", "add-on": "Add-on", you: "You" },
  frameStates: {
    loading: "Frame loads",
    connecting: "Frame connects",
    ready: "Frame is ready",
    failed: "Frame failed",
    ended: "Frame ended",
    unmounted: "Frame was removed",
  } satisfies Record<FrameStatus, string> as Record<FrameStatus, string>,
  resizeLoop: "Height grew in a loop; no longer followed",
  columns: { time: "Time", from: "From", what: "What", took: "Took" },
  faults: {
    title: "Try a fault",
    intro: "Break something on purpose and watch the session heal.",
    where: "Platform",
    holds: {
      privage: "Members, points, coupons, and the session itself.",
      partner: "The sales. Its tokens stay on the add-on's server, which heals unseen.",
      haravan: "The shop. Its tokens stay on the add-on's server, which heals unseen.",
    } satisfies Record<Platform, string> as Record<Platform, string>,
    isArmed: "has a fault",
    names: {
      "expire-access-token": "Expire access token",
      "revoke-refresh-token": "Revoke refresh token",
      "lose-next-answer": "Lose next answer",
      "slow-network": "Slow network",
      "platform-down": "Platform down",
    } satisfies Record<FaultName, string> as Record<FaultName, string>,
    hints: {
      "expire-access-token": (where) =>
        `Done: time has passed at ${where}. Use the add-on; its next call gets a new token first.`,
      "revoke-refresh-token": () =>
        "Done: the next renewal is refused. Use the add-on; it starts again with a new exchange token.",
      "lose-next-answer": (where) =>
        `Done: ${where} will do the next work and drop its answer. Use the add-on and watch.`,
      "slow-network": (where) =>
        `Every answer of ${where} now takes two seconds longer, until you switch this off.`,
      "platform-down": (where) => `${where} answers 503 to everything, until you switch this off.`,
    } satisfies Record<FaultName, Hint> as Record<FaultName, Hint>,
    off: (name: string, where: string) => `${name} is off at ${where}.`,
    refused: (where: string) =>
      `${where} did not take the fault. Check that the demo is still running, then try again.`,
    culprit: (name: string) => `No session comes about: you switched on “${name}”.`,
    switchOff: "Switch it off",
    switched: { on: "on", off: "off", refused: "refused" },
    reloadFrame: "Reload frame",
    logOut: "Log out",
  },
};

export type InspectorMessages = typeof inspector;
