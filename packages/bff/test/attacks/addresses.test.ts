/** An attacker who has more addresses than one, as everybody with IPv6 has: whom their calls count for. */
import { describe, expect, it } from "vitest";
import { addressKey } from "../../src/callers/admit.ts";
import { json } from "../support/fake-platform.ts";
import { AUTHORIZED, rigPerTest } from "../support/rig.ts";

const rig = rigPerTest({ TRUSTED_PROXIES: "127.0.0.1", CALLS_PER_MINUTE: "40" });

/** Fifty calls with made-up tokens, each from another address; how many were told to slow down. */
const flood = async (path: string, address: (count: number) => string): Promise<number> => {
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async (_, count) => {
      const headers = { authorization: `Bearer made-up-${count}`, "x-forwarded-for": address(count) };
      return (await fetch(`${rig.bff.url}${path}`, { headers })).status;
    }),
  );
  return statuses.filter((status) => status === 429).length;
};

describe.each(["/privage/v2/connect/campaigns", "/partner/sales", "/connections"])(
  "made-up tokens by %s",
  (path) => {
    it("count for the /64 they come from, whichever address of it is used", async () => {
      expect(await flood(path, (count) => `2001:db8:1:2::${count.toString(16)}`)).toBeGreaterThan(30);
    });

    it("count for the address they come from, whichever port of it a gateway names", async () => {
      expect(await flood(path, (count) => `198.51.100.7:${40_000 + count}`)).toBeGreaterThan(30);
    });

    it("do not count for another /64", async () => {
      expect(await flood(path, (count) => `2001:db8:1:${count.toString(16)}::1`)).toBe(0);
    });
  },
);

it.each([
  ["one after the other", 1],
  ["several at a time", 10],
])(
  "made-up tokens that are used again, %s, count for their address each time; a token that works does not",
  async (_how, atATime) => {
    rig.platforms.override = ({ headers }, response) => {
      if (headers.authorization === AUTHORIZED.authorization) return false;
      json(response, 401, {});
      return true;
    };
    const call = async (authorization: string) => {
      const headers = { authorization, "x-forwarded-for": "203.0.113.9" };
      return (await fetch(`${rig.bff.url}/privage/v2/connect/campaigns`, { headers })).status;
    };
    expect(await call(AUTHORIZED.authorization)).toBe(200);
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      const calls = Array.from({ length: atATime }, () => call(`Bearer made-up-${count % 5}`));
      statuses.push(...(await Promise.all(calls)));
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(20);
    expect(await call(AUTHORIZED.authorization)).toBe(200);
  },
);

describe("an address", () => {
  it.each([
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::ffff:a00:1", "10.0.0.1"],
    ["2001:db8::1", "2001:DB8:0:0:ffff::"],
    ["fe80::1%eth0.7", "fe80::2"],
    ["10.0.0.1:1234", "10.0.0.1"],
    ["[::ffff:10.0.0.1]:1234", "10.0.0.1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:1234", "[2001:db8::2]:1235"],
  ])("%s counts as %s", (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each([
    ["10.0.0.1", "10.0.0.2"],
    ["::ffff:10.0.0.1", "::ffff:10.0.0.2"],
    ["2001:db8:0:1::", "2001:db8:0:2::"],
    ["10.0.0.1:1", "10.0.0.2:1"],
    ["[2001:db8:0:1::]:1", "[2001:db8:0:2::]:1"],
    ["unknown", "un:known"],
  ])("%s does not count as %s", (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });
});
