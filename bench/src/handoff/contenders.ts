import type { AddOnPage } from "./pages.ts";

/** One way to get from a click to an add-on's first authorised answer. */
export interface Contender {
  readonly key: string;
  readonly label: string;
  readonly ours?: boolean;
  /** bench/src file of the host page. */
  readonly host: string;
  /** A page to be built, or the folder of an app that is already built. */
  readonly addOn: AddOnPage | { readonly folder: string };
  readonly server: "bff" | "bff-near" | "plain";
  readonly until: "message" | "first-call";
  /** Measured at every delay; the others at 0 and 100 ms only. */
  readonly everywhere?: boolean;
}

const BOOTSTRAP = "handoff/pages/add-on-ours-bootstrap.ts";
const ADD_ON = "handoff/pages/add-on-ours.ts";
const INTERFACE = "handoff/pages/interface.ts";

/** A small add-on in one file, as its peers do nothing but one call too. */
export const OURS: Contender = {
  key: "ours",
  label: "host-bridge + addon-sdk + BFF",
  ours: true,
  host: "handoff/pages/host-ours.ts",
  addOn: { whole: ADD_ON },
  server: "bff",
  until: "message",
  everywhere: true,
};

export const FLOOR: Contender = {
  key: "floor",
  label: "the floor: same network steps, by hand",
  host: "handoff/pages/host-floor.ts",
  addOn: { inline: "handoff/pages/add-on-floor.ts" },
  server: "bff",
  until: "message",
  everywhere: true,
};

/** Ours in other circumstances. */
export const OURS_BESIDES: readonly Contender[] = [
  {
    ...OURS,
    key: "ours-two-files",
    label: "ours, interface in a file of its own",
    addOn: { inline: BOOTSTRAP, main: [ADD_ON] },
    everywhere: false,
  },
  { ...OURS, key: "ours-near", label: "ours, BFF beside Privage", server: "bff-near", everywhere: false },
  {
    ...OURS,
    key: "ours-interface",
    label: "ours, with React interface",
    addOn: { inline: BOOTSTRAP, main: [INTERFACE, ADD_ON] },
    everywhere: false,
  },
];

/** The real add-on, from its production build. */
export const deskIn = (folder: string): Contender => ({
  ...OURS,
  key: "loyalty-desk",
  label: "ours, Loyalty Desk itself",
  addOn: { folder },
  until: "first-call",
  everywhere: false,
});

export const POSTMESSAGE: Contender = {
  key: "postmessage",
  label: "hand-written postMessage, mint on request, CORS",
  host: "handoff/pages/host-postmessage.ts",
  addOn: { main: ["handoff/pages/add-on-postmessage.ts"] },
  server: "plain",
  until: "message",
  everywhere: true,
};

export const PENPAL: Contender = {
  key: "penpal",
  label: "penpal, mint on request, CORS",
  host: "handoff/peers/host-penpal.ts",
  addOn: { main: ["handoff/peers/add-on-penpal.ts"] },
  server: "plain",
  until: "message",
  everywhere: true,
};

export const PEERS: readonly Contender[] = [
  PENPAL,
  {
    ...PENPAL,
    key: "penpal-interface",
    label: "penpal, with React interface",
    addOn: { main: [INTERFACE, "handoff/peers/add-on-penpal.ts"] },
    everywhere: false,
  },
];
