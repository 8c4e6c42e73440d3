/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { callHost, expect, failureOf, frameOf, mount, test, untilFrameOf } from "../support/fixtures.ts";
import { deadlines, expectSafe, hostile, lootOf, SYN } from "./support.ts";

test.describe("somebody else on the page", () => {
  test("a sibling frame that speaks the protocol is not heard", async ({ hostPage, sites }) => {
    sites.stranger.route("/sibling", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`));
    sites.addOn.route("/", () => ({ body: "<!doctype html><title>Slow</title>" }));
    await hostPage.evaluate((url) => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }, `${sites.stranger.url}/sibling`);
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });

    expect(await failureOf(hostPage)).toMatchObject({ code: "NO_SDK" });
    expect(await lootOf(hostPage, sites.stranger)).not.toMatch(/ACK|token/);
    await expectSafe(hostPage);
  });

  test("a sibling frame of the add-on's own origin is not heard either", async ({ hostPage, sites }) => {
    sites.addOn.route("/sibling", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`));
    await mount(hostPage, `${sites.addOn.url}/plain`, { deadlines, until: "connecting" });
    await hostPage.evaluate((url) => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }, `${sites.addOn.url}/sibling`);
    await hostPage.waitForFunction(() => window.mounted.state.status === "failed");
    await expectSafe(hostPage);
  });

  test("a frame inside the add-on's frame gets no port", async ({ hostPage, sites }) => {
    sites.stranger.route("/inner", () => hostile(`setInterval(() => top.postMessage(${SYN}, "*"), 5);`));
    await mount(hostPage, sites.addOnUrl);
    await frameOf(hostPage, sites.addOn).evaluate((url) => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }, `${sites.stranger.url}/inner`);
    await hostPage.waitForFunction(() => window.frames[0]?.length === 1);
    await callHost(frameOf(hostPage, sites.addOn), "ping", {});

    expect(await lootOf(hostPage, sites.stranger)).toBe("");
    await expectSafe(hostPage);
  });

  test("neither a window the host opened nor the page that frames the host gets a port", async ({
    hostPage,
    sites,
  }) => {
    sites.stranger.route("/popup", () => hostile(`setInterval(() => opener.postMessage(${SYN}, "*"), 5);`));
    sites.stranger.route("/above", () =>
      hostile(`
        document.body.append(Object.assign(document.createElement("iframe"), { src: ${JSON.stringify(sites.host.url)} }));
        setInterval(() => { for (const type of ["SYN", "ACK", "ASK", "REFUSE"])
          frames[0].postMessage({ channel: "privage-add-on", type, id: Math.random() }, "*"); }, 5);`),
    );
    const [popup] = await Promise.all([
      hostPage.waitForEvent("popup"),
      hostPage.evaluate((url) => void window.open(url), `${sites.stranger.url}/popup`),
    ]);
    await popup.waitForFunction(() => "loot" in window);
    await mount(hostPage, sites.addOnUrl);
    await callHost(frameOf(hostPage, sites.addOn), "ping", {});
    expect(await popup.evaluate(() => (window as unknown as { loot: string[] }).loot)).toEqual([]);
    await expectSafe(hostPage);

    await popup.goto(`${sites.stranger.url}/above`);
    const framed = await untilFrameOf(popup, sites.host);
    await framed.waitForFunction(() => "host" in window);
    const seen = await framed.evaluate(async (src) => {
      const addOn = window.host.mount({ src });
      await new Promise<void>((resolve) => {
        addOn.subscribe(({ status }) => status === "ready" && resolve());
      });
      return [addOn.state.status, window.host.unhandled];
    }, sites.addOnUrl);
    expect(seen).toEqual(["ready", []]);
    expect(await popup.evaluate(() => (window as unknown as { loot: string[] }).loot)).toEqual([]);
  });

  test("a page of the host's own origin that is not the add-on's parent ends no connection and hands over no port", async ({
    hostPage,
    sites,
  }) => {
    sites.host.route("/beside", () =>
      hostile(`
        for (const type of ["ACK", "ASK", "REFUSE", "SYN"]) for (let id = 0; id < 20; id++) {
          const { port2 } = new MessageChannel();
          parent.frames[0].postMessage({ channel: "privage-add-on", type, id }, { targetOrigin: "*", transfer: [port2] });
        }
        parent.frames[0].postMessage("done", "*");`),
    );
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    const before = await frame.evaluate(() => {
      addEventListener("message", ({ data }) => {
        if (data === "done") Object.assign(window, { isDone: true });
      });
      return window.addOn.ups.length;
    });
    await hostPage.evaluate(() => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: "/beside" }));
    });
    await frame.waitForFunction(() => "isDone" in window);

    expect(await callHost(frame, "ping", {})).toMatchObject({ code: "ok" });
    expect(await frame.evaluate(() => [window.addOn.ups.length, window.addOn.downs])).toEqual([before, 0]);
    await expectSafe(hostPage);
  });

  test("a window message is never taken for a call", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    await frameOf(hostPage, sites.addOn).evaluate(() => {
      for (const type of ["CALL", "REPLY", "BYE", "ACK", "ASK", "constructor", undefined]) {
        parent.postMessage(
          {
            channel: "privage-add-on",
            type,
            id: 1,
            name: "getExchangeToken",
            request: { reason: "start" },
          },
          "*",
        );
      }
    });
    await callHost(frameOf(hostPage, sites.addOn), "ping", {});
    await expectSafe(hostPage);
    expect(await hostPage.evaluate(() => window.mounted.state.status)).toBe("ready");
  });
});
