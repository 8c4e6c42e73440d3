/** What stays of a connection when the command adds it again. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { runHere } from "../support/terminal.ts";

let folder: ReturnType<typeof temporaryFolder>;
let env: Record<string, string>;
const secretFile = (name: string): string => {
  writeFileSync(join(folder.path, name), `canary-${name}`);
  return join(folder.path, name);
};
beforeEach(() => {
  folder = temporaryFolder();
  env = { VAULT_URL: `sqlite:${join(folder.path, "vault.db")}`, VAULT_KEYS: testKey("a") };
});
afterEach(() => folder.remove());

const ACCOUNT = ["--base-url", "https://pos.example/api/partner/v1", "--client-id", "meed_x"];
const add = async (clientSecret: string, more: string[] = [], account = ACCOUNT) => {
  const secret = ["--client-secret-file", secretFile(clientSecret)];
  const args = ["connections", "add", "partner", "--business", "CAFE01", ...account, ...secret, ...more];
  const { code, output } = await runHere(args, env);
  expect(output).not.toContain("canary");
  return { code, output };
};
const stored = async () => {
  const vault = await openVault(readConfig(env));
  const connection = await vault.connections.get("partner:CAFE01");
  await vault.close();
  return connection?.secrets;
};

describe("the webhook secret of a Partner connection", () => {
  beforeEach(async () => {
    const { output } = await add("one", ["--webhook-secret-file", secretFile("hook")]);
    expect(output).toBe("CAFE01 is connected to partner.\nIts webhooks are accepted.\n");
  });

  it("stays when only the client secret is replaced", async () => {
    expect((await add("two")).output).toBe(
      "CAFE01 is connected to partner.\nIts webhooks are accepted, with the secret given before.\n",
    );
    expect(await stored()).toEqual({ clientSecret: "canary-two", webhookSecret: "canary-hook" });
  });

  it("goes when it is told to", async () => {
    expect((await add("two", ["--no-webhook-secret"])).output).toContain("Its webhooks are refused");
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });

  it("does not pass to another account", async () => {
    const other = ["--base-url", "https://pos.example/api/partner/v1", "--client-id", "meed_other"];
    expect((await add("two", [], other)).output).toContain("Its webhooks are refused");
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });

  it("is lost with the key that sealed it, and the connection can be replaced all the same", async () => {
    env = { ...env, VAULT_KEYS: testKey("b") };
    expect(await add("two")).toMatchObject({
      code: 0,
      output: expect.stringContaining("Its webhooks are refused"),
    });
    expect(await stored()).toEqual({ clientSecret: "canary-two" });
  });
});
