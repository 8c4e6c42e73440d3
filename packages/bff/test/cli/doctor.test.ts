/** `privage-bff doctor` tries everything, whatever does not work, and leaves everything as it is. */
import { once } from "node:events";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { json } from "../support/fake-platform.ts";
import {
  haravanConnection,
  type Platforms,
  partnerConnection,
  startPlatforms,
} from "../support/platforms.ts";
import { runHere } from "../support/terminal.ts";

let folder: ReturnType<typeof temporaryFolder>;
let platforms: Platforms;
let env: Record<string, string>;
let vault: Vault;
beforeEach(async () => {
  folder = temporaryFolder();
  platforms = await startPlatforms();
  env = { ...platforms.env, VAULT_URL: `sqlite:${join(folder.path, "vault.db")}`, VAULT_KEYS: testKey("a") };
  vault = await openVault(readConfig(env));
});
afterEach(async () => {
  await vault.close();
  await platforms.close();
  folder.remove();
});
const doctor = (own: Record<string, string> = {}) => runHere(["doctor"], { ...env, ...own });
/** As after a wrong restore: sealed for another place. */
const spoil = (business: string) =>
  sql`update connection set sealed = replace(sealed, 'v1.a.', 'v1.a.A') where business = ${business}`.execute(
    vault.database.db,
  );

it("says why SQLite does not open the vault, and nothing of the library that was asked", async () => {
  const { output } = await doctor({ VAULT_URL: `sqlite:${folder.path}` });
  expect(output).toMatch(/FAIL {2}vault: .*\n.*\(SQLite error 14, .+ may write to\nok/);
});

it("goes on without a vault", async () => {
  writeFileSync(join(folder.path, "file"), "");
  const { code, output } = await doctor({ VAULT_URL: `sqlite:${join(folder.path, "file", "vault.db")}` });
  expect(code).toBe(1);
  expect(output).toMatch(/FAIL {2}vault: .*\n.*VAULT_URL: the file cannot be made/);
  expect(output.match(/^ok {4}.*answers?$/gm)).toHaveLength(3);
  expect(output).toContain("1 of these need attention.");
});

it("tries the other connections when a record does not open, and so does the list", async () => {
  for (const business of ["CAFE01", "PHO02"])
    await vault.connections.put(partnerConnection(platforms.url, business));
  await spoil("CAFE01");
  const { code, output } = await doctor();
  expect([code, output]).toEqual([1, expect.stringContaining("ok    PHO02 has a partner token")]);
  expect(output).toMatch(/FAIL {2}CAFE01 has a partner token: The record connection\/partner:CAFE01/);
  const listed = await runHere(["connections", "list"], env);
  expect([listed.code, listed.output]).toEqual([
    0,
    expect.stringMatching(
      /^CAFE01 {2}partner {2}failing: The record .+ does not open .+\nPHO02 {2}partner {2}ready\n$/,
    ),
  ]);
});

it("leaves a shop alone that waits for its merchant's token", async () => {
  await vault.connections.put(haravanConnection());
  const { code, output } = await doctor();
  expect([code, output]).toEqual([
    0,
    expect.stringContaining("--    CAFE01 on haravan: no token of the shop yet"),
  ]);
  const listed = await runHere(["connections", "list"], env);
  expect(listed.output).toBe("CAFE01  haravan (cafe01.myharavan.com)  not-connected\n");
});

it("says why a platform is not reached: a mistyped name and a firewall are mended at different places", async () => {
  await vault.connections.put(partnerConnection("http://127.0.0.1:1"));
  const { output } = await doctor({ HARAVAN_API_BASE_URL: "http://127.0.0.1:1" });
  expect(output).toMatch(/FAIL {2}Haravan's API answers: .+ gave no whole answer\. \(ECONNREFUSED\)\n/);
  expect(output).toMatch(/FAIL {2}CAFE01 has a partner token: .+ gave no whole answer\. \(ECONNREFUSED\)\n/);
});

it("takes an answer of any size", async () => {
  platforms.override = (_request, response) => {
    response.end("x".repeat(100_000));
    return true;
  };
  expect((await doctor()).code).toBe(0);
});

it("says of a platform's host that it speaks something else than HTTP", async () => {
  const other = createServer((socket) => socket.end("SSH-2.0-OpenSSH_10.0\r\n")).listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { output } = await doctor({ HARAVAN_API_BASE_URL: `http://127.0.0.1:${port}` });
  expect(output).toMatch(/FAIL {2}Haravan's API answers: .+ gave no whole answer\. \(HTTPParserError\)\n/);
  other.close();
});

it("looks for the page of STATIC_DIR", async () => {
  const site = join(folder.path, "site");
  mkdirSync(site);
  const missing = await doctor({ STATIC_DIR: site });
  expect([missing.code, missing.output]).toEqual([1, expect.stringMatching(/FAIL {2}STATIC_DIR: .+ENOENT/)]);
  mkdirSync(join(site, "index.html"));
  const unread = await doctor({ STATIC_DIR: site });
  expect([unread.code, unread.output]).toEqual([1, expect.stringMatching(/FAIL {2}STATIC_DIR: .+EISDIR/)]);
  rmdirSync(join(site, "index.html"));
  writeFileSync(join(site, "index.html"), "<!doctype html>");
  const there = await doctor({ STATIC_DIR: site });
  expect([there.code, there.output]).toEqual([0, expect.stringContaining("ok    STATIC_DIR\n")]);
});

it("gets the keys of PRIVAGE_JWKS_URL", async () => {
  const own = { PRIVAGE_JWKS_URL: `${platforms.url}/keys` };
  const wrong = await doctor(own);
  expect([wrong.code, wrong.output]).toEqual([
    1,
    expect.stringMatching(/FAIL {2}PRIVAGE_JWKS_URL: .+status 200/),
  ]);
  platforms.override = ({ path }, response) => {
    if (path !== "/keys") return false;
    json(response, 200, { keys: [{ kty: "RSA" }] });
    return true;
  };
  const right = await doctor(own);
  expect([right.code, right.output]).toEqual([0, expect.stringContaining("ok    PRIVAGE_JWKS_URL\n")]);
});
