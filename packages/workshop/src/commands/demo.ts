/**
 * `npm run demo`: the whole product on this machine. Simulated platforms, BFF with its connections, add-on and Management
 * Site, on two sites as far as the browser is concerned (localhost and 127.0.0.1). Ctrl-C stops all.
 */
import { serveManagementSite } from "@privage-addons/management-site/server";
import { startSimulators } from "@privage-addons/simulator";
import { buildApps } from "../build/apps.ts";
import { startBff } from "../demo/bff.ts";
import { assertPortsFree, readPorts } from "../demo/ports.ts";
import { siteConfig } from "../demo/site-config.ts";
import { runUntilStopped } from "../demo/until-stopped.ts";
import { inRoot } from "../lib/repository.ts";

await runUntilStopped(async ({ folder, keep }) => {
  const ports = readPorts(process.env);
  await assertPortsFree(ports);
  await buildApps();

  const hostOrigin = `http://localhost:${ports.managementSite}`;
  const simulators = await startSimulators({ ports, corsOrigins: [hostOrigin] });
  keep(simulators.close);

  const bff = await startBff({
    port: ports.addOnAndBff,
    hostOrigin,
    simulators,
    folder,
    staticDir: inRoot("apps/loyalty-desk/dist"),
  });
  keep(bff.stop);

  const site = await serveManagementSite({
    port: ports.managementSite,
    host: "localhost",
    distDir: inRoot("apps/management-site/dist"),
    config: siteConfig(simulators, bff.url),
  });
  keep(() => site.close());

  console.log(`\nOpen ${hostOrigin} in a browser. Ctrl-C stops the demo.`);
  console.log(
    `PHO02's shop is not connected yet; what Loyalty Desk asks for is at ${simulators.haravan.url}/_sim/shops\n`,
  );
  const urls = {
    managementSite: hostOrigin,
    addOn: bff.url,
    bff: bff.url,
    privage: simulators.privage.url,
    partner: simulators.partner.url,
    haravan: simulators.haravan.url,
  };
  console.log(`DEMO READY ${JSON.stringify(urls)}`);
});
