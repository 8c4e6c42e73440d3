/** `privage-bff doctor`: tries everything the server needs, in order, and says what to do about what does not work. */
import { AddOnError } from "@privage-addons/contracts";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import { assertKeysKnown } from "./keys.ts";
import { describeError, type Terminal } from "./terminal.ts";
import { withTokens } from "./with-vault.ts";

const REACH_DEADLINE_MS = 8_000;

/** Any answer will do: it is the way there that is tried. */
const reach = async (upstreams: Upstreams, url: string): Promise<void> => {
  await ask(upstreams, { method: "GET", url, headers: {}, signal: AbortSignal.timeout(REACH_DEADLINE_MS) });
};

export const examine = (terminal: Terminal): Promise<void> =>
  withTokens(terminal, async ({ config, vault, tokens }) => {
    let failures = 0;
    const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
        terminal.write(`ok    ${what}\n`);
      } catch (error) {
        failures += 1;
        terminal.write(`FAIL  ${what}: ${describeError(error)}\n`);
      }
    };

    await attempt("configuration", () => Promise.resolve());
    await attempt("vault", () => vault.ping());
    await attempt("vault keys", () => assertKeysKnown({ config, vault }));
    await attempt("Privage answers", () => reach(tokens.upstreams, config.privageBaseUrl));
    await attempt("Haravan's API answers", () => reach(tokens.upstreams, config.haravan.apiBaseUrl));
    await attempt("Haravan's accounts answer", () => reach(tokens.upstreams, config.haravan.accountsBaseUrl));
    for (const { id, provider, business, status } of await vault.connections.list({})) {
      if (status === "connected")
        await attempt(`${business} has a ${provider} token`, () => tokens.keeper.get(id));
      else terminal.write(`--    ${business} on ${provider}: ${status}\n`);
    }
    if (failures > 0) throw new AddOnError("UPSTREAM_UNAVAILABLE", `${failures} of these need attention.`);
  });
