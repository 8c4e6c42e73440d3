import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const ROOT: string = resolve(fileURLToPath(import.meta.url), "../../../../..");

/** A path inside the repository. */
export const inRoot = (...parts: string[]): string => resolve(ROOT, ...parts);

/** How every script of ours is run: the project's own Node 24, packages resolving to each other's source. */
export const NODE_ARGS: readonly string[] = ["--conditions=@privage-addons/source"];
