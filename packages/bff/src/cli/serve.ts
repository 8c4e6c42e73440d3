import { createBff } from "../bff.ts";
import { readConfig } from "../config/read-config.ts";
import { createLog } from "../operations/logs.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Serves until SIGTERM or SIGINT, then drains: no new connections, requests under way are finished within DRAIN_MS, leases
 * are released, the vault is closed. A second signal ends at once.
 */
export const serve = async (terminal: Terminal): Promise<void> => {
  const config = readConfig(terminal.env);
  const log = createLog(config.logLevel);
  const app = createBff(config, { log });
  const signal = new Promise<void>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) {
      process.once(name, () => {
        resolve();
        process.once(name, () => process.exit(1));
      });
    }
  });
  log.info({ event: "listening", address: await app.listen({ host: config.host, port: config.port }) });
  await log.flush();
  await signal;
  log.info({ event: "draining" });
  await log.flush();
  const deadline = setTimeout(() => app.server.closeAllConnections(), config.limits.drainMs);
  await app.close();
  clearTimeout(deadline);
  log.info({ event: "stopped" });
  await log.flush();
};
