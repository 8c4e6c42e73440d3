import { AddOnError } from "@privage-addons/contracts";
import type { FastifyInstance } from "fastify";
import type { Vault } from "../vault/vault.ts";
import type { Metrics } from "./metrics.ts";

/** An overloaded process still says that it lives, and how it is: it is not to be killed for having much to do. */
const evenUnderPressure = (family: string) => ({ config: { family, pressureHandler: () => undefined } });

/**
 * `/healthz`: the process answers. `/readyz`: it can also serve, that is, the vault answers and it is not shutting down; the
 * platforms are not part of it, or their outage would take every instance out of service. `/metrics`: Prometheus text.
 */
export const registerHealth = (app: FastifyInstance, vault: Vault, metrics: Metrics): void => {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.get("/healthz", evenUnderPressure("/healthz"), async () => ({ status: "ok" }));
  app.get("/readyz", evenUnderPressure("/readyz"), async () => {
    if (isClosing) throw new AddOnError("UPSTREAM_UNAVAILABLE", "Shutting down.");
    try {
      await vault.ping();
    } catch (cause) {
      throw new AddOnError("UPSTREAM_UNAVAILABLE", "The vault's database does not answer.", { cause });
    }
    return { status: "ready" };
  });
  app.get("/metrics", evenUnderPressure("/metrics"), async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.render()),
  );
};
