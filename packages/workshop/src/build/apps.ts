import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { listRepositoryFiles } from "../lib/files.ts";
import { inRoot, NODE_ARGS } from "../lib/repository.ts";
import { run } from "../lib/run.ts";

const APPS = ["management-site", "loyalty-desk"] as const;
const stampOf = (app: string) => inRoot("node_modules/.cache/privage-builds", app);

/** A hash over all that an app's build is made of; the packages it bundles included. */
const sourceHash = (app: string): string => {
  const parts = [
    `apps/${app}/`,
    "packages/contracts/src/",
    "packages/host-bridge/src/",
    "packages/addon-sdk/src/",
    "package-lock.json",
  ];
  const hash = createHash("sha256");
  for (const file of listRepositoryFiles().filter((name) => parts.some((part) => name.startsWith(part)))) {
    const path = inRoot(file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
};

const isFresh = (app: string, hash: string): boolean =>
  existsSync(inRoot("apps", app, "dist/index.html")) &&
  existsSync(stampOf(app)) &&
  readFileSync(stampOf(app), "utf8") === hash;

const buildApp = async (app: string): Promise<void> => {
  const hash = sourceHash(app);
  if (isFresh(app, hash)) return;
  console.log(`Building ${app} …`);
  // With the source condition, so that a Vite configuration may use a package's plugin before anything is built.
  const vite = [...NODE_ARGS, inRoot("node_modules/vite/bin/vite.js"), "build"];
  const env = { ...process.env, NO_COLOR: "1" };
  const { code, output } = await run(process.execPath, vite, { cwd: inRoot("apps", app), env });
  if (code !== 0) throw new Error(`${app} does not build:\n${output}`);
  mkdirSync(dirname(stampOf(app)), { recursive: true });
  writeFileSync(stampOf(app), hash);
};

/** Production builds of the two browser apps; what is unchanged since its last build is left as it is. */
export const buildApps = async (): Promise<void> => {
  await Promise.all(APPS.map(buildApp));
};
