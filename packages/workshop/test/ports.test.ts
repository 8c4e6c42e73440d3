import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { assertPortsFree, type DemoPorts, readPorts } from "../src/demo/ports.ts";

const listen = async (): Promise<{ port: number; close: () => Promise<void> }> => {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return { port: address.port, close: () => new Promise((closed) => server.close(() => closed())) };
};

describe("the demo's ports", () => {
  it("start at 4100 and move with PORT_BASE", () => {
    expect(readPorts({})).toEqual({
      managementSite: 4100,
      addOnAndBff: 4102,
      privage: 4105,
      partner: 4106,
      haravan: 4107,
    });
    expect(readPorts({ PORT_BASE: "5000" }).haravan).toBe(5007);
  });

  it.each(["", "abc", "80", "65534", "4100.5", "-1"])(
    "refuse PORT_BASE=%j with a sentence that says what it must be",
    (text) => {
      expect(() => readPorts({ PORT_BASE: text })).toThrow(
        /PORT_BASE is ".*"; it must be a number from 1024 to 65528/,
      );
    },
  );

  it("in use are named, together with the way out", async () => {
    const taken = await listen();
    const ports: DemoPorts = { ...readPorts({ PORT_BASE: "30000" }), addOnAndBff: taken.port };
    try {
      // Others of them may be taken too, by somebody else on this machine.
      await expect(assertPortsFree(ports)).rejects.toThrow(
        new RegExp(
          `Ports? .*\\b${taken.port}\\b.* in use\\. Stop what listens there, or choose other ports: PORT_BASE=`,
        ),
      );
    } finally {
      await taken.close();
    }
  });
});
