import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../lib/repository.ts";
import { run } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** The packages that are published. */
export const PUBLISHED = ["contracts", "host-bridge", "addon-sdk", "bff", "simulator"] as const;

/** Every published package, built and packed, passes publint and @arethetypeswrong/cli. */
export const packages: Gate = {
  name: "package validity",
  check: async () => {
    const findings: string[] = [];
    for (const name of PUBLISHED) {
      const folder = inRoot("packages", name);
      const target = mkdtempSync(join(tmpdir(), "privage-pack-"));
      try {
        const packed = await run("npm", ["pack", "--silent", "--pack-destination", target], { cwd: folder });
        const tarball = readdirSync(target).find((file) => file.endsWith(".tgz"));
        if (packed.code !== 0 || !tarball) {
          findings.push(`${name}: npm pack failed\n${packed.output}`);
          continue;
        }
        const checks = [
          await run("publint", [join(target, tarball), "--strict"]),
          await run("attw", [join(target, tarball), "--profile", "esm-only", "--no-emoji"]),
        ];
        findings.push(...checks.flatMap(findingsOf).map((text) => `${name}\n${text}`));
      } finally {
        rmSync(target, { recursive: true, force: true });
      }
    }
    return findings;
  },
};
