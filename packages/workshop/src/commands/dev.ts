/**
 * `npm run dev`: the demo with hot reload. Vite serves both apps from source; the BFF restarts when its code changes; the
 * add-on's Vite server passes API calls on to the BFF, so that the add-on keeps its one origin.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulators } from "@privage-addons/simulator";
import { createServer } from "vite";
import { startBff } from "../demo/bff.ts";
import { hostOriginsPlugin } from "../demo/host-origins-plugin.ts";
import { assertPortsFree, readPorts } from "../demo/ports.ts";
import { siteConfig } from "../demo/site-config.ts";
import { inRoot } from "../lib/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "privage-dev-"));
const ports = readPorts(process.env);
await assertPortsFree(ports);
const bffPort = ports.addOnAndBff + 1;
const hostOrigin = `http://localhost:${ports.managementSite}`;
const addOnOrigin = `http://127.0.0.1:${ports.addOnAndBff}`;

const simulators = await startSimulators({ ports, corsOrigins: [hostOrigin] });
const bff = await startBff({ port: bffPort, hostOrigin, simulators, folder });
process.env["PRIVAGE_SITE_CONFIG"] = JSON.stringify(siteConfig(simulators, addOnOrigin));

const toBff = { target: bff.url, changeOrigin: false };
const site = await createServer({
  root: inRoot("apps/management-site"),
  server: { host: "localhost", port: ports.managementSite, strictPort: true },
});
const addOn = await createServer({
  root: inRoot("apps/loyalty-desk"),
  plugins: [hostOriginsPlugin(hostOrigin)],
  server: {
    host: "127.0.0.1",
    port: ports.addOnAndBff,
    strictPort: true,
    proxy: Object.fromEntries(
      ["/privage", "/partner", "/haravan", "/connections", "/webhooks"].map((path) => [path, toBff]),
    ),
  },
});
await Promise.all([site.listen(), addOn.listen()]);
console.log(`Open ${hostOrigin} in a browser. Ctrl-C stops everything.`);

const stop = async () => {
  await Promise.allSettled([site.close(), addOn.close(), bff.stop(), simulators.close()]);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
};
process.on("SIGINT", () => void stop());
process.on("SIGTERM", () => void stop());
process.on("disconnect", () => void stop());
