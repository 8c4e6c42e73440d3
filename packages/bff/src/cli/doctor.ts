/** `privage-bff doctor`: tries everything the server needs, in order, and says what to do about what does not work. */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { fetchKeySet } from "../callers/key-set.ts";
import { ask } from "../forward/ask.ts";
import { toHealth } from "../operations/connections-route.ts";
import { readPage } from "../operations/static-site.ts";
import { driverCodeOf } from "../vault/database-failure.ts";
import type { Vault } from "../vault/vault.ts";
import { assertKeysKnown } from "./keys.ts";
import { describeError, type Terminal } from "./terminal.ts";
import { withClosedVault } from "./with-vault.ts";

const REACH_DEADLINE_MS = 8_000;

const soon = (): AbortSignal => AbortSignal.timeout(REACH_DEADLINE_MS);

/** Nothing to try, and trying would leave a failure in its row. What cannot be read is no such shop. */
const waitsForToken = async (vault: Vault, id: string): Promise<boolean> => {
  const record = await vault.tokens.read(id).catch(() => undefined);
  if (!record) return false;
  return toHealth(record.connection, { ...record, failure: undefined }).status === "not-connected";
};

/** Why a platform is not reached, in the system's word: a name that is unknown, a certificate, a firewall. Callers are not told. */
const reasonOf = (error: unknown): string => {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  if (!(root instanceof Error && "code" in root) || isAddOnError(root)) return "";
  const word = typeof root.code === "string" ? (driverCodeOf(root) ?? "") : root.name;
  return describeError(error).includes(word) ? "" : ` (${word})`;
};

export const examine = (terminal: Terminal): Promise<void> =>
  withClosedVault(terminal, async ({ config, vault, tokens: { upstreams, keeper } }) => {
    let failures = 0;
    const attempt = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        terminal.write(`ok    ${what}\n`);
        return true;
      } catch (error) {
        failures += 1;
        terminal.write(`FAIL  ${what}: ${describeError(error)}${reasonOf(error)}\n`);
        return false;
      }
    };
    /** Any answer will do: it is the way there that is tried. */
    const reach = (what: string, url: string) =>
      attempt(what, () => ask(upstreams, { method: "HEAD", url, headers: {}, signal: soon() }));

    const { privageBaseUrl, haravan, callers, staticDir } = config;
    await attempt("configuration", () => Promise.resolve());
    const isOpen = await attempt("vault", () => vault.open());
    if (isOpen) await attempt("vault keys", () => assertKeysKnown({ config, vault }));
    if (staticDir !== undefined) await attempt("STATIC_DIR", async () => readPage(staticDir));
    await reach("Privage answers", privageBaseUrl);
    if (callers.by === "jwks")
      await attempt("PRIVAGE_JWKS_URL", () => fetchKeySet(upstreams, callers.url, soon()));
    await reach("Haravan's API answers", haravan.apiBaseUrl);
    await reach("Haravan's accounts answer", haravan.accountsBaseUrl);
    for (const { id, provider, business, status } of isOpen ? await vault.connections.list({}) : []) {
      if (status !== "connected") terminal.write(`--    ${business} on ${provider}: ${status}\n`);
      else if (await waitsForToken(vault, id))
        terminal.write(`--    ${business} on ${provider}: no token of the shop yet\n`);
      else await attempt(`${business} has a ${provider} token`, () => keeper.get(id));
    }
    if (failures > 0) throw new AddOnError("UPSTREAM_UNAVAILABLE", `${failures} of these need attention.`);
  });
