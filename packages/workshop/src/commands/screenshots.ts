/** `npm run screenshots`: makes the pictures of README and docs anew, from the running demo, into docs/images. */
import { buildApps } from "../build/apps.ts";
import { runVisibly } from "../lib/run.ts";
import { ensureBrowser } from "../testing/browser.ts";

await ensureBrowser();
await buildApps();
const args = ["test", "-c", "e2e/playwright.config.ts", "--project", "screenshots", "--reporter=list"];
process.exit(await runVisibly("playwright", args, { env: { ...process.env, PRIVAGE_SCREENSHOTS: "1" } }));
