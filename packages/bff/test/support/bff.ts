/** A BFF on a real port, with a vault of its own, and platforms that the test decides about. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { type BffParts, createBff, readConfig } from "../../src/index.ts";
import { createLog } from "../../src/operations/logs.ts";
import { createVault, type Vault } from "../../src/vault/vault.ts";

/** Plainly fake: 32 bytes of one letter. */
export const testKey = (letter: string, id = letter): string =>
  `${id}:${Buffer.alloc(32, letter).toString("base64")}`;

export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), "privage-bff-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export interface RunningBff {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly vault: Vault;
  /** Everything logged so far. */
  readonly logs: () => string;
  close(): Promise<void>;
}

export const startBff = async (
  env: Record<string, string>,
  parts: Omit<BffParts, "vault" | "log"> = {},
): Promise<RunningBff> => {
  const folder = temporaryFolder();
  const config = readConfig({
    VAULT_URL: `sqlite:${join(folder.path, "vault.db")}`,
    VAULT_KEYS: testKey("a"),
    ALLOW_INSECURE_UPSTREAMS: "1",
    PORT: "0",
    ...env,
  });
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const vault = createVault(config);
  const start = async () => {
    const app = createBff(config, { ...parts, vault, log });
    return { app, url: await app.listen({ host: "127.0.0.1", port: 0 }) };
  };
  const { app, url } = await start().catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  return {
    url,
    app,
    vault,
    logs: () => lines.join(""),
    close: async () => {
      await app.close();
      folder.remove();
    },
  };
};
