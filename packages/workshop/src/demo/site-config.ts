import type { RunningSimulators } from "@privage-addons/simulator";

/** What the Management Site's server writes into its page: where Privage is, which add-ons there are. */
export const siteConfig = (simulators: RunningSimulators, addOnOrigin: string) => ({
  privageBaseUrl: simulators.privage.url,
  addOns: [{ key: "loyalty-desk", appconnectId: 42, title: "Loyalty Desk", src: `${addOnOrigin}/` }],
  simulators: {
    privage: simulators.privage.url,
    partner: simulators.partner.url,
    haravan: simulators.haravan.url,
  },
});
