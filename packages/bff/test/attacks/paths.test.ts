/** An attacker who bends paths: towards other hosts, private areas, methods that no contract has. */
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { raw, rawGet, forwarded } = rig;

const problemOf = (answer: string): { code?: string; status?: number } =>
  JSON.parse(answer.slice(answer.indexOf("\r\n\r\n{") + 4));

describe("paths", () => {
  it.each([
    ["a way up", "/partner/sales/../oauth/token"],
    ["an encoded way up", "/partner/sales/%2e%2e/oauth/token"],
    ["a half encoded way up", "/partner/sales/.%2e/items"],
    ["a doubly encoded way up", "/partner/sales/%252e%252e/items"],
    ["an encoded slash", "/partner/sales/a%2fb/items"],
    ["a doubly encoded slash", "/partner/sales/a%252fb/items"],
    ["an encoded backslash", "/partner/sales/a%5cb/items"],
    ["a backslash", "/partner/sales/a\\b/items"],
    ["a second host", "/partner//evil.example/sales"],
    ["a host in front", "//evil.example/partner/sales"],
    ["a scheme in a segment", "/partner/https:%2f%2fevil.example/sales"],
    ["a null byte", "/partner/sales/a%00b/items"],
    ["an encoded line break", "/partner/sales/a%0d%0ax-injected:1/items"],
    ["a broken encoding", "/partner/sales/%zz/items"],
    ["a path parameter trick", "/partner/sales/;/../../oauth/token"],
    ["the token endpoint", "/partner/oauth/token"],
    ["an unknown version", "/partner/../v2/sales"],
    ["Haravan's token endpoint", "/haravan/connect/token"],
    ["Haravan's exchange", "/haravan/admin/token_exchange.json"],
    ["another Haravan area", "/haravan/admin/shop.json"],
    ["a private Privage path", "/privage/_sim/staff"],
    ["a way up in Privage", "/privage/v2/connect/../../admin"],
    ["an upper-case path", "/partner/SALES"],
    ["a trailing slash", "/partner/sales/"],
  ])("are refused: %s", async (_what, path) => {
    const answer = await rawGet(path);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(problemOf(answer).code).toMatch(/^(ROUTE_NOT_ALLOWED|INVALID_ARGUMENT)$/);
    expect(forwarded()).toEqual([]);
  });

  it("let a receipt number hold an encoded slash, and nothing that leads elsewhere", async () => {
    const remove = (refNo: string) =>
      raw(
        `DELETE /privage/v2/connect/transactions/ref-no/${refNo} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer x\r\nconnection: close\r\n\r\n`,
      );
    expect(await remove("A%2F7%2342")).toMatch(/^HTTP\/1\.1 200 /);
    expect(rig.platforms.seen.at(-1)?.path).toBe("/v2/connect/transactions/ref-no/A%2F7%2342");
    for (const bad of ["A%2F..%2F..%2Fx", "A%2F%2Fx", "..%2Fx", "%2e%2e%2Fx", "A%252F..%252Fx"]) {
      expect(problemOf(await remove(bad)).code).toBe("ROUTE_NOT_ALLOWED");
    }
    expect(rig.platforms.seen).toHaveLength(1);
  });

  it("are refused for a method that the contract does not have", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"]) {
      const answer = await raw(
        `${method} /partner/sales HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}\r\nconnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect(forwarded()).toEqual([]);
  });
});
