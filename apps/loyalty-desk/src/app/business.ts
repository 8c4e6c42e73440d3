import { useAddOnContext } from "@privage-addons/addon-sdk/react";
import type { AddOnContext } from "@privage-addons/contracts/bridge";

/** The business that the counter works for. */
export const useBusiness = (): AddOnContext["business"] => useAddOnContext((context) => context.business);
