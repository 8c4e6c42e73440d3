import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandRigPerTest } from "../support/command-rig.ts";
import { callerToken } from "../support/platforms.ts";
import { runCommand, spawnBff } from "../support/process.ts";

const rig = commandRigPerTest();

describe("privage-bff serve", () => {
  it("ends when it is told to, also when nobody reads its log any more", async () => {
    const server = await spawnBff(rig.env);
    server.child.stdout?.destroy();
    const headers = { authorization: `Bearer ${callerToken("CAFE01")}` };
    expect((await fetch(`${server.url}/connections`, { headers })).status).toBe(200);
    expect(await server.end()).toBe(0);
  }, 60_000);

  it.each([
    ["a port in use", () => ({ HOST: "127.0.0.1", PORT: new URL(rig.platforms.url).port }), /EADDRINUSE/],
    ["an unknown host", () => ({ HOST: "nowhere.invalid" }), /ENOTFOUND|EAI_AGAIN/],
  ])(
    "ends with one clear error where it cannot listen: %s",
    async (_what, where, code) => {
      const { code: exitCode, output } = await runCommand(["serve"], { ...rig.env, ...where() });
      expect(exitCode).toBe(1);
      expect(output).toMatch(/HOST and PORT: cannot listen at .+, port \d+ \(.+\); give an address/);
      expect(output).toMatch(code);
    },
    60_000,
  );

  // The system has to tell how a process was started.
  it.skipIf(process.platform !== "linux")(
    "keeps to narrower limits of memory than Node's own, unless it is given others",
    async () => {
      const flagsOf = async (own: Record<string, string>) => {
        const server = await spawnBff({ ...rig.env, ...own });
        const command = readFileSync(`/proc/${server.child.pid}/cmdline`, "utf8").split("\0");
        const surroundings = readFileSync(`/proc/${server.child.pid}/environ`, "utf8").split("\0");
        expect(await server.end()).toBe(0);
        const flags = command.filter((text) => /semi-space|growing|pool|maglev|pretenuring/.test(text));
        return [...flags, ...surroundings.filter((text) => text.startsWith("MALLOC"))];
      };
      expect(await flagsOf({})).toEqual([
        "--max-semi-space-size=8",
        "--heap-growing-percent=10",
        "--v8-pool-size=1",
        "--no-maglev",
        "--no-allocation-site-pretenuring",
        "MALLOC_ARENA_MAX=1",
      ]);
      expect(await flagsOf({ MALLOC_ARENA_MAX: "2" })).toContain("MALLOC_ARENA_MAX=2");
      expect(await flagsOf({ NODE_OPTIONS: "--max-semi-space-size=32" })).toEqual([]);
    },
    60_000,
  );
});
