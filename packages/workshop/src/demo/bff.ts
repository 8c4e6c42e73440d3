/** The demo's BFF: a process of its own, configured and given its connections as an operator would do it. */
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEMO_CREDENTIALS, type RunningSimulators } from "@privage-addons/simulator";
import { runScript, startScript } from "../lib/run.ts";
import type { Service } from "./service.ts";
import { becomesReady } from "./service.ts";

export interface BffOptions {
  readonly port: number;
  readonly hostOrigin: string;
  readonly simulators: RunningSimulators;
  /** A folder of this run's own: vault and secret files, gone with the demo. */
  readonly folder: string;
  /** Where the add-on's build is; without it the BFF serves no page. */
  readonly staticDir?: string;
  /** Origins that may call the BFF from a page it did not serve (development). */
  readonly addOnOrigins?: string;
}

const CLI = "packages/bff/bin/privage-bff.mjs";

const environmentOf = ({ port, hostOrigin, simulators, folder, staticDir, addOnOrigins }: BffOptions) => ({
  ...process.env,
  HOST: "127.0.0.1",
  PORT: String(port),
  PRIVAGE_BASE_URL: simulators.privage.url,
  HOST_ORIGINS: hostOrigin,
  VAULT_URL: `sqlite:${join(folder, "vault.db")}`,
  VAULT_KEYS: `demo:${randomBytes(32).toString("base64")}`,
  HARAVAN_SHOP_BASE_URL: `${simulators.haravan.url}/{shop}`,
  HARAVAN_API_BASE_URL: simulators.haravan.url,
  HARAVAN_ACCOUNTS_BASE_URL: simulators.haravan.url,
  ALLOW_INSECURE_UPSTREAMS: "1",
  ...(staticDir && { STATIC_DIR: staticDir }),
  ...(addOnOrigins && { ADDON_ORIGINS: addOnOrigins }),
});

/** Secrets go to the CLI through files: a command line can be read by everyone on the machine. */
const secretFile = (folder: string, name: string, secret: string): string => {
  const path = join(folder, name);
  writeFileSync(path, secret, { mode: 0o600 });
  return path;
};

const addConnections = async (options: BffOptions, env: NodeJS.ProcessEnv): Promise<void> => {
  const add = async (args: string[]) => {
    const { code, output } = await runScript(CLI, ["connections", "add", ...args], { env });
    if (code !== 0) throw new Error(`The BFF refused a demo connection:\n${output}`);
  };
  for (const [business, { partner, haravan }] of Object.entries(DEMO_CREDENTIALS)) {
    const file = (name: string, secret: string) => secretFile(options.folder, `${business}-${name}`, secret);
    await add([
      ...["partner", "--business", business],
      ...["--base-url", `${options.simulators.partner.url}/api/partner/v1`],
      ...["--client-id", partner.clientId, "--client-secret-file", file("partner", partner.clientSecret)],
    ]);
    // One shop comes connected, the other shows how a shop is connected.
    const legacy =
      business === "CAFE01" ? ["--access-token-file", file("legacy", haravan.legacyAccessToken)] : [];
    await add([
      ...["haravan", "--business", business, "--shop", haravan.shop],
      ...["--client-id", haravan.clientId, "--client-secret-file", file("haravan", haravan.clientSecret)],
      ...legacy,
    ]);
  }
};

/** Adds the connections, then starts the BFF; resolves when it is ready. */
export const startBff = async (options: BffOptions): Promise<Service> => {
  mkdirSync(options.folder, { recursive: true });
  const env = environmentOf(options);
  await addConnections(options, env);
  const child = startScript("apps/bff/src/main.ts", env);
  return becomesReady({ name: "BFF", child, url: `http://127.0.0.1:${options.port}`, path: "/readyz" });
};
