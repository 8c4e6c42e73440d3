/** `npm run build`: production builds of the packages and the apps. */
import { buildApps } from "../build/apps.ts";
import { buildPackages } from "../build/packages.ts";

const findings = await buildPackages();
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exit(1);
await buildApps();
console.log("Built: packages/*/dist, apps/*/dist");
