/** What the Vite plugin `addOnBootstrap` inlines at the top of the page. */
import { startAddOn } from "@privage-addons/addon-sdk";

startAddOn();
