/** The addresses that this server may call. */
import { describe, expect, it } from "vitest";
import { createGuardedLookup, isAllowedAddress } from "../../src/forward/egress.ts";

describe("where requests may go", () => {
  it.each([
    "127.0.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "::",
    "fd00::1",
    "fe80::1",
    "224.0.0.1",
    "255.255.255.255",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "not an address",
  ])("F31: not to %s", (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
  });

  it("F31: a name that resolves to an inner address is not called, whatever it resolved to before", async () => {
    const answers = ["93.184.216.34", "127.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"];
    const lookup = createGuardedLookup(false, (_name, callback) =>
      callback(null, [{ address: answers.shift() ?? "", family: 4 }]),
    );
    const resolve = () =>
      new Promise((settle) =>
        lookup("rebinding.example", { all: false }, (error, address) => settle(error ? "refused" : address)),
      );
    expect([await resolve(), await resolve(), await resolve(), await resolve()]).toEqual([
      "93.184.216.34",
      "refused",
      "refused",
      "refused",
    ]);
  });

  it("F31: of several addresses only public ones are used", async () => {
    const lookup = createGuardedLookup(false, (_name, callback) =>
      callback(null, [
        { address: "10.0.0.1", family: 4 },
        { address: "93.184.216.34", family: 4 },
      ]),
    );
    const addresses = await new Promise((settle) =>
      lookup("mixed.example", { all: true }, (_error, list) => settle(list)),
    );
    expect(addresses).toEqual([{ address: "93.184.216.34", family: 4 }]);
  });
});
