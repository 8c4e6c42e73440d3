/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { callHost, expect, failureOf, frameOf, mount, test } from "../support/fixtures.ts";
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
