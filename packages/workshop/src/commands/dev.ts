/**
 * `npm run dev`: the demo with hot reload. Vite serves both apps from source; the add-on's Vite server passes API calls on to
 * the BFF, so that the add-on keeps its one origin. A change of the BFF's own code needs a new start.
 */
import { startSimulators } from "@privage-addons/simulator";
import { createServer } from "vite";
import { startBff } from "../demo/bff.ts";
import { hostOriginsPlugin } from "../demo/host-origins-plugin.ts";
import { assertPortsFree, readPorts } from "../demo/ports.ts";
import { siteConfig } from "../demo/site-config.ts";
import { runUntilStopped } from "../demo/until-stopped.ts";
import { inRoot } from "../lib/repository.ts";

const BFF_ROUTES = ["/privage", "/partner", "/haravan", "/connections", "/webhooks"];

await runUntilStopped(async ({ folder, keep }) => {
  const ports = readPorts(process.env);
  await assertPortsFree(ports);
  const hostOrigin = `http://localhost:${ports.managementSite}`;
  const addOnOrigin = `http://127.0.0.1:${ports.addOnAndBff}`;

  const simulators = await startSimulators({ ports, corsOrigins: [hostOrigin] });
  keep(simulators.close);
  const bff = await startBff({ port: ports.addOnAndBff + 1, hostOrigin, simulators, folder });
  keep(bff.stop);
  process.env["PRIVAGE_SITE_CONFIG"] = JSON.stringify(siteConfig(simulators, addOnOrigin));

  const site = await createServer({
    root: inRoot("apps/management-site"),
    server: { host: "localhost", port: ports.managementSite, strictPort: true },
  });
  keep(() => site.close());
  const toBff = { target: bff.url, changeOrigin: false };
  const addOn = await createServer({
    root: inRoot("apps/loyalty-desk"),
    plugins: [hostOriginsPlugin(hostOrigin)],
    server: {
      host: "127.0.0.1",
      port: ports.addOnAndBff,
      strictPort: true,
      proxy: Object.fromEntries(BFF_ROUTES.map((path) => [path, toBff])),
    },
  });
  keep(() => addOn.close());
  await Promise.all([site.listen(), addOn.listen()]);
  console.log(`Open ${hostOrigin} in a browser. Ctrl-C stops everything.`);
});
