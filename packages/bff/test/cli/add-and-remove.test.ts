import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { commandRigPerTest } from "../support/command-rig.ts";

const rig = commandRigPerTest();
const { file, run } = rig;

describe("privage-bff connections", () => {
  it("adds from a file or standard input, lists, replaces and removes, and never shows a secret", async () => {
    const secret = file("secret", "canary-secret\n");
    const added = await run(
      `connections add partner --business CAFE01 --base-url ${rig.platforms.url}/api/partner/v1 --client-id meed_x --client-secret-file ${secret}`,
    );
    const piped = await run(
      "connections add haravan --business CAFE01 --shop cafe01.myharavan.com --client-id app --client-secret-file -",
      "canary-secret\n",
    );
    expect([added.code, piped.code]).toEqual([0, 0]);
    const listed = await run("connections list --json");
    expect(JSON.parse(listed.output)).toMatchObject([
      { provider: "haravan", status: "not-connected" },
      { provider: "partner", status: "not-used-yet" },
    ]);
    expect((await run("connections remove --provider partner --business CAFE01")).code).toBe(0);
    const again = await run("connections remove --provider partner --business CAFE01");
    expect([again.code, again.output]).toEqual([1, "CAFE01 is not connected to partner.\n"]);
    expect(
      added.output + piped.output + listed.output + readFileSync(file("vault.db"), "latin1"),
    ).not.toContain("canary");
  }, 60_000);

  it.each([
    [
      "a wrong shop",
      "haravan --business CAFE01 --shop evil.example --client-id a --client-secret-file SECRET",
      "myharavan.com",
    ],
    [
      "http: beyond loopback",
      "partner --business CAFE01 --base-url http://pos.example --client-id a --client-secret-file SECRET",
      "https:",
    ],
    [
      "an inner address",
      "partner --business CAFE01 --base-url https://169.254.169.254 --client-id a --client-secret-file SECRET",
      "public address",
    ],
    [
      "a missing file",
      "partner --business CAFE01 --base-url https://pos.example --client-id a --client-secret-file /nowhere/x",
      "cannot be read",
    ],
    [
      "an empty secret",
      "partner --business CAFE01 --base-url https://pos.example --client-id a --client-secret-file EMPTY",
      "one line",
    ],
    [
      "a client id of a variable that is not set",
      "haravan --business CAFE01 --shop cafe01.myharavan.com --client-id  --client-secret-file SECRET",
      "may be unset",
    ],
    ["an API key with a blank", "privage --business CAFE01 --api-key k\t --api-secret-file SECRET", "blanks"],
  ])(
    "refuses %s and says what to do",
    async (_what, args, expected) => {
      const command = args.replace("SECRET", file("secret", "x")).replace("EMPTY", file("empty", " \n"));
      const { code, output } = await run(`connections add ${command}`);
      expect(code).toBe(1);
      expect(output).toContain(expected);
    },
    30_000,
  );

  it("gives a shop to a second business only once the first is removed", async () => {
    const add = (business: string) =>
      run(
        `connections add haravan --business ${business} --shop cafe01.myharavan.com --client-id app --client-secret-file ${file("s", "canary")}`,
      );
    expect((await add("CAFE01")).code).toBe(0);
    expect(await add("CAFE02")).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^cafe01\.myharavan\.com is connected to CAFE01: .+connections remove/),
    });
    expect((await add("CAFE01")).code).toBe(0);
    expect((await run("connections remove --provider haravan --business CAFE01")).code).toBe(0);
    expect((await add("CAFE02")).code).toBe(0);
  }, 60_000);

  it("keeps a shop's old token beside the pair in use, and alone for another shop", async () => {
    const add = (shop: string) =>
      run(
        `connections add haravan --business CAFE01 --shop ${shop} --client-id app --client-secret-file ${file("s", "canary")} --access-token-file ${file("t", "canary-legacy")}`,
      );
    expect((await add("cafe01.myharavan.com")).output).toBe("CAFE01 is connected to haravan.\n");
    const vault = await openVault(readConfig(rig.env));
    const version = (await vault.tokens.read("haravan:CAFE01"))?.version ?? 0;
    const lease = await vault.tokens.lease("haravan:CAFE01", version, "me", 3_000);
    const life = { renewInMs: 60_000, expiresInMs: 60_000 };
    const pair = { accessToken: "a", refreshToken: "r" };
    if (lease) await vault.tokens.commit(lease, pair, life);
    expect((await add("cafe01.myharavan.com")).code).toBe(0);
    expect((await vault.tokens.read("haravan:CAFE01"))?.secrets).toEqual({
      ...pair,
      legacyToken: "canary-legacy",
    });
    expect((await add("second.myharavan.com")).output).toBe("CAFE01 is connected to haravan.\n");
    expect((await vault.tokens.read("haravan:CAFE01"))?.secrets).toEqual({ legacyToken: "canary-legacy" });
    await vault.close();
  }, 60_000);

  it("is refused to keep a secret on the command line: there is no such option", async () => {
    const { code, output } = await run(
      "connections add partner --business CAFE01 --base-url https://pos.example --client-id a --client-secret canary",
    );
    expect([code === 0, output.includes("--client-secret-file"), output.includes("canary")]).toEqual([
      false,
      true,
      false,
    ]);
  }, 30_000);
});
