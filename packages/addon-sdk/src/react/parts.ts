/** What the provider hands to the hooks below it. */
import { AddOnError } from "@privage-addons/contracts";
import { createContext, useContext } from "react";
import type { AddOn } from "../connect/add-on.ts";
import type { ConnectionsClient } from "../connections/client.ts";
import type { HaravanClient } from "../haravan/client.ts";
import type { PartnerClient } from "../partner/client.ts";
import type { PrivageClient } from "../privage/client.ts";

export interface AddOnParts {
  readonly addOn: AddOn;
  readonly privage: PrivageClient;
  readonly partner: PartnerClient;
  readonly haravan: HaravanClient;
  readonly connections: ConnectionsClient;
}

export const PartsContext = createContext<AddOnParts | undefined>(undefined);

/** Throws INVALID_ARGUMENT outside of the provider. */
export const useAddOnParts = (): AddOnParts => {
  const parts = useContext(PartsContext);
  if (!parts) throw new AddOnError("INVALID_ARGUMENT", "This hook needs an <AddOnProvider> above it.");
  return parts;
};
