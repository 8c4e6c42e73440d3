/**
 * The build for a page without a bundler: a classic script that defines `<privage-add-on>` and puts the package on the
 * global `PrivageAddOns`.
 */
import { defineAddOnElement } from "../element/add-on-element.ts";

export { createBrowserServices } from "../browser-services/browser-services.ts";
export { defineAddOnElement } from "../element/add-on-element.ts";
export { mountAddOn } from "../mount/mount-add-on.ts";
export { createPrivageMinter } from "../tokens/privage-minter.ts";

defineAddOnElement();
