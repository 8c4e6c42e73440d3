/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import type { Frame } from "@playwright/test";
import { callHost, expect, failureOf, frameOf, mount, test } from "../support/fixtures.ts";
import { deadlines, expectSafe } from "./support.ts";

/** Lets the add-on's page keep its port, as a page of its own making could, and posts `messages` of `make` there. */
const flood = (frame: Frame, message: unknown, times: number) =>
  frame.evaluate(
    async ([data, count]) => {
      let own: MessagePort | undefined;
      addEventListener("message", ({ ports: [port] }) => {
        own = port;
      });
      window.addOn.reconnect();
      await window.addOn.call("ping", {});
      // After this answer is out: the flood's end is that this frame is gone.
      setTimeout(() => {
        for (let i = 0; i < count; i++) own?.postMessage(data);
      });
    },
    [message, times] as const,
  );

test.describe("odd words from the add-on's own page", () => {
  test("an id that cannot be said again, such as a port, throws nothing on the host's page", async ({
    hostPage,
    sites,
  }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    await frame.evaluate(() => {
      const { port1 } = new MessageChannel();
      const { readable } = new TransformStream();
      const say = (id: unknown, transfer: Transferable[] = []) =>
        parent.postMessage({ channel: "privage-add-on", type: "SYN", id }, { targetOrigin: "*", transfer });
      say(port1, [port1]);
      say(readable, [readable]);
      for (const id of [{ toString: 1, valueOf: 1 }, [1], "x", null, true, new Map([[1, 2]])]) say(id);
    });

    expect(await callHost(frame, "ping", {})).toMatchObject({ code: "ok" });
    await expectSafe(hostPage);
  });

  for (const [name, message] of [
    ["calls of methods that do not exist", { type: "CALL", id: 1, name: "nothing" }],
    ["answers that nobody waits for", { type: "REPLY", id: 1e9, answer: { ok: true } }],
    ["words without a meaning", "noise"],
  ] as const) {
    test(`a flood of ${name} costs the add-on its frame`, async ({ hostPage, sites }) => {
      await mount(hostPage, sites.addOnUrl);
      await flood(frameOf(hostPage, sites.addOn), message, 40_000);
      await hostPage.waitForFunction(() => window.mounted.state.status === "failed");

      expect(await failureOf(hostPage)).toMatchObject({ code: "RATE_LIMITED" });
      await expect(hostPage.locator("iframe")).toHaveCount(0);
      await expectSafe(hostPage);
    });
  }

  test("an answer made of odd objects fails the greeting and throws nothing", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl, { deadlines });
    await frameOf(hostPage, sites.addOn).evaluate(() => {
      const odd = { toString: 1, valueOf: 1 };
      const answers = [
        undefined,
        1,
        { ok: true, value: { protocol: { min: 1, max: 1 }, sdkVersion: odd } },
        { ok: false, error: { code: "INTERNAL", message: odd, details: odd } },
      ];
      window.addOn.link.close();
      addEventListener("message", ({ ports: [port] }) => {
        if (!port) return;
        port.onmessage = ({ data }) =>
          port.postMessage({ type: "REPLY", id: data.id, answer: answers.pop() });
      });
      for (let id = 1; id <= 4; id++) {
        parent.postMessage({ channel: "privage-add-on", type: "SYN", id }, "*");
      }
    });
    await hostPage.waitForFunction(() => window.mounted.state.status === "failed");

    expect(await failureOf(hostPage)).toMatchObject({ code: "HANDSHAKE_TIMEOUT" });
    await expectSafe(hostPage);
  });

  test("a handshake that is said again with the same id gets no second port", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    const ports = await frame.evaluate(async () => {
      let got = 0;
      addEventListener("message", (event) => {
        got += event.ports.length;
      });
      window.addOn.link.close();
      for (let i = 0; i < 50; i++) {
        parent.postMessage({ channel: "privage-add-on", type: "SYN", id: 0.5 }, "*");
      }
      window.addOn.reconnect();
      await window.addOn.call("ping", {});
      return got;
    });
    expect(ports).toBe(2);
    await expectSafe(hostPage);
  });
});
