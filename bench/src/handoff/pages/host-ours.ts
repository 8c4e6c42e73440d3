/** The Management Site with our host bridge. */
import { createPrivageMinter, mountAddOn } from "@privage-addons/host-bridge";
import { APPCONNECT_ID, BUSINESS_CODE } from "../mount-request.ts";
import { offerToDriver } from "./stopwatch.ts";

let userToken = "";
/** Made when the site starts, as its README shows, and not when an add-on is opened. */
const { privageUrl } = document.documentElement.dataset;
const minter = createPrivageMinter({ baseUrl: privageUrl ?? "", getUserToken: () => userToken });

offerToDriver((request, onDone) => {
  userToken = request.userToken;
  const addOn = mountAddOn({
    container: document.body,
    src: request.src,
    title: "Loyalty Desk",
    appconnectId: APPCONNECT_ID,
    businessCode: BUSINESS_CODE,
    mint: minter,
    context: {
      locale: "th-TH",
      user: { id: "7", name: "Anong", permissions: ["members:read"] },
      business: { code: BUSINESS_CODE, name: "Café One", currency: "THB" },
    },
    onEvent: (event) => {
      if (request.until === "first-call" && event.type === "step" && event.step === "first-call") onDone();
    },
  });
  return () => addOn.unmount();
});
