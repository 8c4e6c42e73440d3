import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { UpstreamDocument } from "./upstreams.ts";

const run = promisify(execFile);
const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/**
 * Joins a document and the files it refers to into one. Rejects with redocly's own report when a reference is broken.
 * Its command line is used, not its library: the library's version follows the command line's, and is not ours to pin.
 */
export const bundleDocument = async (path: string): Promise<UpstreamDocument> => {
  const folder = await mkdtemp(join(tmpdir(), "privage-contracts-"));
  try {
    const output = join(folder, "document.json");
    await run(process.execPath, [redocly, "bundle", path, "--output", output], {
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    return JSON.parse(await readFile(output, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
