import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../src/index.ts";
import { temporaryFolder, testKey } from "./support/bff.ts";
import { callerToken, type Platforms, partnerConnection, startPlatforms } from "./support/platforms.ts";
import { runCommand, spawnBff } from "./support/process.ts";

let folder: ReturnType<typeof temporaryFolder>;
let env: Record<string, string>;
let platforms: Platforms;
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
const run = (args: string, input?: string) => runCommand(args.split(" "), env, input);

describe("privage-bff connections", () => {
  it("adds from a file or standard input, lists, replaces and removes, and never shows a secret", async () => {
    const secret = file("secret", "canary-secret\n");
    const added = await run(
      `connections add partner --business CAFE01 --base-url ${platforms.url}/api/partner/v1 --client-id meed_x --client-secret-file ${secret}`,
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

  it("says when a shop's old token was not taken, because the shop works", async () => {
    const add = (shop: string) =>
      run(
        `connections add haravan --business CAFE01 --shop ${shop} --client-id app --client-secret-file ${file("s", "canary")} --access-token-file ${file("t", "canary-legacy")}`,
      );
    expect((await add("cafe01.myharavan.com")).output).toBe("CAFE01 is connected to haravan.\n");
    const vault = await openVault(readConfig(env));
    const version = (await vault.tokens.read("haravan:CAFE01"))?.version ?? 0;
    const lease = await vault.tokens.lease("haravan:CAFE01", version, "me", 3_000);
    const life = { renewInMs: 60_000, expiresInMs: 60_000 };
    if (lease) await vault.tokens.commit(lease, { accessToken: "a", refreshToken: "r" }, life);
    const again = await add("cafe01.myharavan.com");
    expect([again.code, again.output]).toEqual([0, expect.stringContaining("was not taken")]);
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

describe("privage-bff serve", () => {
  it("ends when it is told to, also when nobody reads its log any more", async () => {
    const server = await spawnBff(env);
    server.child.stdout?.destroy();
    const headers = { authorization: `Bearer ${callerToken("CAFE01")}` };
    expect((await fetch(`${server.url}/connections`, { headers })).status).toBe(200);
    expect(await server.end()).toBe(0);
  }, 60_000);

  it.each([
    ["a port in use", () => ({ HOST: "127.0.0.1", PORT: new URL(platforms.url).port }), /EADDRINUSE/],
    ["an unknown host", () => ({ HOST: "nowhere.invalid" }), /ENOTFOUND|EAI_AGAIN/],
  ])(
    "ends with one clear error where it cannot listen: %s",
    async (_what, where, code) => {
      const { code: exitCode, output } = await runCommand(["serve"], { ...env, ...where() });
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
        const server = await spawnBff({ ...env, ...own });
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

describe("privage-bff keys rotate", () => {
  it("seals everything with a new key while a server answers, and no call fails", async () => {
    const vault = await openVault(readConfig(env));
    await vault.connections.put(partnerConnection(platforms.url));
    const server = await spawnBff({ ...env, VAULT_KEYS: `${testKey("a")},${testKey("b")}` });
    const headers = { authorization: `Bearer ${callerToken("CAFE01")}` };
    let failures = 0;
    let isRotating = true;
    const calling = (async () => {
      while (isRotating) {
        const answers = await Promise.all(
          ["/partner/sales", "/connections"].map((path) => fetch(`${server.url}${path}`, { headers })),
        );
        failures += answers.filter(({ status }) => status !== 200).length;
      }
    })();
    const rotated = await runCommand(["keys", "rotate"], {
      ...env,
      VAULT_KEYS: `${testKey("b")},${testKey("a")}`,
    });
    isRotating = false;
    await calling;
    expect([rotated.code, failures]).toEqual([0, 0]);
    expect(rotated.output).toMatch(
      /^\d records .+\nNo record needs a any more\. Once every instance runs with b first/,
    );
    expect(await vault.rotation.otherKeyIds([])).toEqual(["b"]);
    await server.end();
    await vault.close();
  }, 60_000);

  it("goes past records that do not open, and says which keys are needed still", async () => {
    const vault = await openVault(readConfig(env));
    for (const business of ["A", "B", "C"])
      await vault.connections.put(partnerConnection(platforms.url, business));
    const damage = (id: string, sealed: string) =>
      vault.database.db.updateTable("connection").set({ sealed }).where("id", "=", id).execute();
    await damage("partner:A", "v1.lost.AAAA.AAAA");
    const rotate = () =>
      runCommand(["keys", "rotate"], { ...env, VAULT_KEYS: `${testKey("b")},${testKey("a")}` });
    const first = await rotate();
    expect([first.code, first.output]).toEqual([
      1,
      expect.stringMatching(
        /^No record needs a any more[\s\S]+2 records were sealed again; 1 do not open .+"lost"/,
      ),
    ]);
    await damage("partner:B", "v1.a.AAAA.AAAA");
    expect((await rotate()).output).toMatch(/^Records still need a: put b first on every instance/);
    await vault.close();
  }, 60_000);
});

describe("privage-bff haravan migrate", () => {
  const SHOPS = 100;
  const writeShops = () => {
    const rows = Array.from(
      { length: SHOPS },
      (_, index) =>
        `B${index},shop${index}.myharavan.com,${index % 16 === 7 ? "expired" : "legacy"}-canary-${index}`,
    );
    return file(
      "shops.csv",
      [
        "business,shop,access_token",
        ...rows,
        "BAD,evil.example,legacy-canary",
        "B1,other.myharavan.com,legacy-canary",
      ].join("\n"),
    );
  };
  const command = (report: string) =>
    `haravan migrate ${writeShops()} --client-id app --client-secret-file ${file("secret", "canary-secret")} --concurrency 16 --report ${file(report)}`;

  it("converts what can be converted, respects 429, reports the rest, and may be run again and from two machines", async () => {
    let limited = 0;
    platforms.override = ({ path }, response) => {
      if (!path.endsWith("/token_exchange.json") || limited >= 3) return false;
      limited += 1;
      response.writeHead(429, { "retry-after": "1.0", "content-type": "text/plain" });
      response.end("Too many requests");
      return true;
    };
    const [first, second] = await Promise.all([run(command("one.csv")), run(command("two.csv"))]);
    expect([first.code, second.code]).toEqual([1, 1]); // 6 expired tokens, a wrong name, a business with two shops
    const exchanged = platforms.seen.filter(
      ({ path, headers }) =>
        path.endsWith("/token_exchange.json") && headers.authorization?.includes("legacy"),
    );
    expect(exchanged.length - limited).toBeLessThanOrEqual(SHOPS - 6);
    const third = await run(command("three.csv"));
    const rows = readFileSync(file("three.csv"), "utf8").trim().split("\n").slice(1);
    expect(rows.filter((row) => row.includes(",already,"))).toHaveLength(SHOPS - 6);
    expect(rows.filter((row) => row.includes(",refused,"))).toHaveLength(8);
    expect(rows.find((row) => row.includes(`Row ${SHOPS + 1}:`))).toContain(
      "(not shown),(not shown),refused",
    );
    expect(first.output + second.output + third.output + rows.join("")).not.toContain("canary");
    expect(first.output).toMatch(/\[#+-*\] \d+\/102 {2}[\d.]+\/s/);
  }, 240_000);
});

describe("privage-bff doctor, against the simulators", () => {
  let simulators: RunningSimulators;
  afterEach(() => simulators.close());
  it("tries everything, the three kinds of token too, and says what does not work", async () => {
    simulators = await startSimulators();
    env = {
      ...env,
      PRIVAGE_BASE_URL: simulators.privage.url,
      HARAVAN_API_BASE_URL: simulators.haravan.url,
      HARAVAN_ACCOUNTS_BASE_URL: simulators.haravan.url,
      HARAVAN_SHOP_BASE_URL: `${simulators.haravan.url}/{shop}`,
    };
    const { partner, haravan, privage } = DEMO_CREDENTIALS.CAFE01;
    await run(
      `connections add partner --business CAFE01 --base-url ${simulators.partner.url}/api/partner/v1 --client-id ${partner.clientId} --client-secret-file -`,
      partner.clientSecret,
    );
    await run(
      `connections add haravan --business CAFE01 --shop ${haravan.shop} --client-id ${haravan.clientId} --client-secret-file ${file("s", haravan.clientSecret)} --access-token-file ${file("t", haravan.legacyAccessToken)}`,
    );
    await run(
      `connections add privage --business CAFE01 --api-key ${privage.apiKey} --api-secret-file -`,
      privage.apiSecret,
    );
    const healthy = await run("doctor");
    expect([healthy.code, healthy.output.match(/^ok /gm)?.length]).toEqual([0, 9]);
    await run(
      `connections add partner --business CAFE01 --base-url ${simulators.partner.url}/api/partner/v1 --client-id ${partner.clientId} --client-secret-file -`,
      "wrong",
    );
    await run("connections remove --provider privage --business CAFE01");
    await run("connections add privage --business CAFE01 --api-key wrong --api-secret-file -", "wrong");
    const sick = await run("doctor");
    expect([sick.code, sick.output]).toEqual([
      1,
      expect.stringMatching(/FAIL {2}CAFE01 has a privage token: Privage does not accept/),
    ]);
  }, 240_000);
});
