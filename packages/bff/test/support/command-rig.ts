/** `privage-bff` as a process of its own, with platforms, a folder and an empty SQLite vault for each test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { temporaryFolder, testKey } from "./bff.ts";
import { type Platforms, startPlatforms } from "./platforms.ts";
import { type Finished, runCommand } from "./process.ts";

export interface CommandRig {
  readonly env: Record<string, string>;
  readonly platforms: Platforms;
  /** A path in the folder; written to when there is content. */
  file(name: string, content?: string): string;
  /** Arguments with one space between them; the input is what is typed or piped. */
  run(args: string, input?: string): Promise<Finished>;
}

/** To be called once, at the top of a test file. */
export const commandRigPerTest = (): CommandRig => {
  let folder: ReturnType<typeof temporaryFolder>;
  let platforms: Platforms;
  let env: Record<string, string>;
  const file = (name: string, content?: string): string => {
    const path = join(folder.path, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  beforeEach(async () => {
    folder = temporaryFolder();
    platforms = await startPlatforms();
    env = { ...platforms.env, VAULT_URL: `sqlite:${file("vault.db")}`, VAULT_KEYS: testKey("a"), PORT: "0" };
  });
  afterEach(async () => {
    await platforms.close();
    folder.remove();
  });
  return {
    get env() {
      return env;
    },
    get platforms() {
      return platforms;
    },
    file,
    run: (args, input) => runCommand(args.split(" "), env, input),
  };
};
