import { AddOnError } from "@privage-addons/contracts";
import { createBff } from "../bff.ts";
import { codeOf } from "../code-of.ts";
import type { BffConfig } from "../config/config.ts";
import { listProblems } from "../config/problems.ts";
import { readConfig } from "../config/read-config.ts";
import { createLog } from "../operations/logs.ts";
import { createVault } from "../vault/vault.ts";
import { assertKeysServe } from "./keys.ts";
import type { Terminal } from "./terminal.ts";

/** For what callers are told when DRAIN_MS is over. */
const LAST_ANSWERS_MS = 500;

const cannotListen = ({ host, port }: BffConfig, cause: unknown): unknown => {
  if (!(cause instanceof Error && "syscall" in cause)) return cause;
  const problem = `HOST and PORT: cannot listen at ${host}, port ${port} (${codeOf(cause)}); give an address of this machine and a free port`;
  return new AddOnError("INVALID_ARGUMENT", listProblems([problem]), { cause });
};

/**
 * Serves until SIGTERM or SIGINT, then drains: no new connections, requests under way are finished within DRAIN_MS, leases
 * are released, the vault is closed. A second signal ends at once.
 */
export const serve = async (terminal: Terminal): Promise<void> => {
  const config = readConfig(terminal.env);
  const log = createLog(config.logLevel);
  const vault = createVault(config);
  const app = createBff(config, { log, vault });
  let signals = 0;
  const signal = new Promise<void>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) {
      process.on(name, () => {
        signals += 1;
        if (signals > 1) process.exit(1);
        resolve();
      });
    }
  });
  const listen = async (): Promise<string> => {
    await vault.open();
    await assertKeysServe({ config, vault });
    return app.listen({ host: config.host, port: config.port });
  };
  const address = await listen().catch(async (cause: unknown) => {
    await app.close();
    throw cannotListen(config, cause);
  });
  log.info({ event: "listening", address });
  await log.flush();
  await signal;
  log.info({ event: "draining" });
  await log.flush();
  const deadline = setTimeout(
    () => app.server.closeAllConnections(),
    config.limits.drainMs + LAST_ANSWERS_MS,
  );
  await app.close();
  clearTimeout(deadline);
  log.info({ event: "stopped" });
  await log.flush();
};
