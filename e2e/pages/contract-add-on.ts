/** The add-on's half of the bridge contract, over the connection that the add-on's own page has made. */
import { connectToHost } from "@privage-addons/addon-sdk";
import { createAddOnHalf } from "@privage-addons/test-support/bridge-contract/add-on-half";

Object.assign(window, { addOnHalf: createAddOnHalf(() => connectToHost()) });
