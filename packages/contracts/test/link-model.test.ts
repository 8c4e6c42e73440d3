/** The link as a state machine: whatever both sides do, in whatever order messages arrive, they find each other again. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { createLink, type Link } from "../src/bridge/link.ts";
import { BRIDGE_CHANNEL } from "../src/bridge/protocol.ts";
import { createFakeWindows, type FakeWindow } from "./support/fake-windows.ts";

const HOST = "https://manage.example";
const ADD_ON = "https://desk.example";

const open = (role: "host" | "add-on", self: FakeWindow, peer: FakeWindow): Link =>
  createLink({
    role,
    self: self.window,
    peer: () => peer.window,
    peerOrigins: [peer.origin],
    methods: { echo: (request) => request, hold: () => new Promise(() => {}) },
    onUp: () => {},
    onDown: () => {},
  });

/** Ports deliver in tasks of their own. */
const letPortsSpeak = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const start = () => {
  const [hostWindow, addOnWindow] = createFakeWindows(HOST, ADD_ON);
  /** Who waits, by page: with the page that is reloaded its own waiting is gone. */
  const pending = { host: new Set<Promise<unknown>>(), addOn: new Set<Promise<unknown>>() };
  const codes: string[] = [];
  let host = open("host", hostWindow, addOnWindow);
  let addOn = open("add-on", addOnWindow, hostWindow);

  const call = (from: "host" | "addOn", name: string) => {
    const settled = { host, addOn }[from].call(name, { n: 1 }).then(
      () => codes.push("ok"),
      ({ code }) => codes.push(code),
    );
    pending[from].add(settled);
    void settled.finally(() => pending[from].delete(settled));
  };
  const acts = {
    "host hears": async () => void hostWindow.deliver(),
    "add-on hears": async () => void addOnWindow.deliver(),
    "ports speak": letPortsSpeak,
    "host restarts": async () => host.restart(),
    "add-on restarts": async () => addOn.restart(),
    "host closes": async () => host.close(),
    "add-on closes": async () => addOn.close(),
    "host mounts anew": async () => {
      host.close();
      host = open("host", hostWindow, addOnWindow);
    },
    "add-on reconnects": async () => {
      addOn.close();
      addOn = open("add-on", addOnWindow, hostWindow);
    },
    "add-on reloads": async () => {
      addOnWindow.reload();
      pending.addOn.clear();
      addOn = open("add-on", addOnWindow, hostWindow);
    },
    "host calls": async () => call("host", "echo"),
    "host waits for ever": async () => call("host", "hold"),
    "add-on calls": async () => call("addOn", "echo"),
    "add-on waits for ever": async () => call("addOn", "hold"),
  };
  const settle = async () => {
    for (let rounds = 0; rounds < 100; rounds++) {
      const isHeard = [hostWindow.deliver(), addOnWindow.deliver()].includes(true);
      await letPortsSpeak();
      if (!isHeard && hostWindow.waiting + addOnWindow.waiting === 0) return;
    }
    throw new Error("The two sides answer each other for ever.");
  };
  return {
    acts,
    codes,
    pending,
    settle,
    windows: { host: hostWindow, addOn: addOnWindow },
    links: () => ({ host, addOn }),
    close: () => {
      host.close();
      addOn.close();
    },
  };
};

const actNames = Object.keys(start().acts) as (keyof ReturnType<typeof start>["acts"])[];

it("rule 5: after any sequence of restarts, reloads and deliveries both sides are up and no call waits in vain", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...actNames), { maxLength: 30 }), async (sequence) => {
      const world = start();
      for (const name of sequence) await world.acts[name]();
      const { host, addOn } = world.links();
      if (sequence.includes("host closes")) host.restart();
      if (sequence.includes("add-on closes")) addOn.restart();
      await world.settle();

      expect([host.isUp, addOn.isUp]).toEqual([true, true]);
      const { generation } = host;
      expect([await host.call("echo", 1), await addOn.call("echo", 2)]).toEqual([1, 2]);
      expect(host.generation).toBe(generation);

      // A page that is replaced, or leaves, takes what waits for it along: nothing waits for a deadline.
      await world.acts["add-on reloads"]();
      await world.settle();
      expect(world.pending.host.size).toBe(0);
      await world.acts["add-on waits for ever"]();
      host.close();
      await letPortsSpeak();
      expect([world.links().addOn.isUp, world.pending.addOn.size]).toEqual([false, 0]);
      world.links().addOn.close();
      expect(world.codes.every((code) => ["ok", "ADD_ON_GONE", "HOST_GONE"].includes(code))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

const forgedWord = fc.record({
  data: fc.oneof(
    fc.record({
      channel: fc.constantFrom(BRIDGE_CHANNEL, "other"),
      type: fc.constantFrom("SYN", "ASK", "ACK", "REFUSE", "CALL", "BYE", "__proto__", undefined),
      id: fc.anything(),
    }),
    fc.anything(),
  ),
  origin: fc.constantFrom("https://evil.example", `${ADD_ON}.evil.example`, `${HOST}:444`, "null", ""),
});

it("rule 7: no word of a foreign origin, whatever it says, ends a connection or gets a port", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("host" as const, "addOn" as const), forgedWord)),
      async (words) => {
        const world = start();
        await world.settle();
        for (const [side, word] of words) world.windows[side].forge({ ...word });
        await world.settle();

        const { host, addOn } = world.links();
        expect([host.generation, addOn.generation]).toEqual([0, 0]);
        expect([await host.call("echo", 1), await addOn.call("echo", 2)]).toEqual([1, 2]);
        host.close();
        addOn.close();
      },
    ),
    { numRuns: 200 },
  );
});

it("rule 7: whatever the trusted peer's page says in a window message, it throws nothing, and a handshake after it works", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(forgedWord), async (words) => {
      const world = start();
      for (const { data } of words) {
        world.windows.host.forge({ data, origin: ADD_ON });
        world.windows.addOn.forge({ data, origin: HOST });
      }
      await world.acts["add-on reconnects"]();
      await world.settle();

      const { host, addOn } = world.links();
      expect([await host.call("echo", 1), await addOn.call("echo", 2)]).toEqual([1, 2]);
      world.close();
    }),
    { numRuns: 200 },
  );
});

it("an answer to an earlier attempt, and a second answer to the same one, brings no port", async () => {
  const world = start();
  const { addOn: window } = world.windows;
  await world.settle();
  const stale = new MessageChannel();
  for (const id of [undefined, 0, 1, Number.NaN]) {
    window.forge({ data: { channel: BRIDGE_CHANNEL, type: "ACK", id }, origin: HOST, ports: [stale.port2] });
  }
  const { addOn } = world.links();
  expect(await addOn.call("echo", "still here")).toBe("still here");
  stale.port1.close();
  world.close();
});
