/** A host's page made of the bridge alone: its half of the bridge contract. */
import { createPrivageMinter, mountAddOn } from "@privage-addons/host-bridge";
import type { HostHalf } from "@privage-addons/test-support/bridge-contract/browser-harness";

const params = new URLSearchParams(location.search);
let handedOut = 0;

const addOn = mountAddOn({
  container: document.body,
  src: params.get("add-on") ?? "",
  title: "Add-on under test",
  appconnectId: 42,
  businessCode: "CAFE01",
  mint: createPrivageMinter({
    baseUrl: params.get("privage") ?? "",
    getUserToken: () => params.get("jwt") ?? "",
  }),
  context: {
    locale: "th-TH",
    user: { id: "7", name: "Anong", permissions: [] },
    business: { code: "CAFE01", name: "Café", currency: "THB" },
  },
  services: { toast: () => {}, confirm: () => true },
  onEvent: (event) => {
    if (event.type === "step" && event.step === "token-handed-out") handedOut++;
  },
});

const hostHalf: HostHalf = {
  update: (patch) => addOn.update(patch),
  navigated: (path) => addOn.navigated(path),
  endSession: (reason) => addOn.endSession(reason),
  handedOut: () => handedOut,
};
Object.assign(window, { hostHalf });
