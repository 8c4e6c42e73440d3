import { readHostOrigins, startAddOn } from "@privage-addons/addon-sdk";

/** Inlined at the top of the page (vite.config.ts), so that the handoff runs while the interface is still loading. */
startAddOn({ hostOrigins: readHostOrigins(), apiBaseUrl: "/privage" });
