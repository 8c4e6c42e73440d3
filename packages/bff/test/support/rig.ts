/** Platforms and a BFF before them, both new for every test of the file that asks for them. */
import { afterEach, beforeEach } from "vitest";
import { type RunningBff, startBff } from "./bff.ts";
import { callerToken, type Platforms, partnerConnection, startPlatforms } from "./platforms.ts";

export interface Rig {
  /** This test's; not there before the test begins. */
  readonly platforms: Platforms;
  /** This test's; CAFE01 has its Partner connection, PHO02 has none. */
  readonly bff: RunningBff;
  /** To be closed after the test and before the BFF, the newest first. */
  readonly closeLater: (close: () => Promise<unknown>) => void;
}

/** What a caller of CAFE01 sends along. */
export const AUTHORIZED = { authorization: `Bearer ${callerToken("CAFE01")}` };

/** To be called once, at the top of a test file: it registers the hooks that start and close the rig. */
export const rigPerTest = (env: Record<string, string>): Rig => {
  let platforms: Platforms;
  let bff: RunningBff;
  let closers: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    platforms = await startPlatforms();
    bff = await startBff({ ...platforms.env, ...env });
    await bff.vault.connections.put(partnerConnection(platforms.url));
  });
  afterEach(async () => {
    for (const close of closers.toReversed()) await close();
    closers = [];
    await bff.close();
    await platforms.close();
  });

  return {
    get platforms() {
      return platforms;
    },
    get bff() {
      return bff;
    },
    closeLater: (close) => {
      closers = [...closers, close];
    },
  };
};
