/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { expect, failureOf, frameOf, lead, mount, test } from "../support/fixtures.ts";
import { deadlines, expectSafe, hostile, lootOf, SYN } from "./support.ts";

test.describe("a frame that changes", () => {
  test("one that navigates to a stranger and asks again gets nothing", async ({ hostPage, sites }) => {
    sites.stranger.route("/", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`));
    await mount(hostPage, sites.addOnUrl, { deadlines });
    await lead(frameOf(hostPage, sites.addOn), sites.stranger.url);
    await hostPage.waitForFunction(() => window.mounted.state.status === "failed");

    expect(await failureOf(hostPage)).toMatchObject({ code: "ORIGIN_MISMATCH" });
    expect(await lootOf(hostPage, sites.stranger)).not.toMatch(/ACK|token/);
    await expect(hostPage.locator("iframe")).toBeHidden();
    await expectSafe(hostPage);
  });

  test("a port kept after a reconnection is dead", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    const answers = await frame.evaluate(async () => {
      const kept: MessagePort[] = [];
      addEventListener("message", ({ ports }) => kept.push(...ports));
      window.addOn.reconnect();
      await window.addOn.call("ping", {});
      const [old] = kept;
      window.addOn.reconnect();
      await window.addOn.call("ping", {});
      const heard: unknown[] = [];
      old?.addEventListener("message", ({ data }) => heard.push(data));
      old?.postMessage({ type: "CALL", id: 1, name: "getExchangeToken", request: { reason: "start" } });
      await window.addOn.call("ping", {});
      return heard.length + kept.length * 10;
    });
    expect(answers).toBe(20);
    await expectSafe(hostPage);
  });

  test("a port handed to another window is closed once the frame loads another page", async ({
    hostPage,
    sites,
  }) => {
    sites.stranger.route("/thief", () => hostile(""));
    await mount(hostPage, sites.addOnUrl, { deadlines });
    const frame = frameOf(hostPage, sites.addOn);
    // The add-on's page loads completely before it gives its port away: the next load is another page for certain.
    await hostPage.evaluate(
      (url) =>
        new Promise<void>((resolve) => {
          const thief = Object.assign(document.createElement("iframe"), { src: url, name: "thief" });
          thief.onload = () => resolve();
          document.body.append(thief);
        }),
      `${sites.stranger.url}/thief`,
    );
    await frame.evaluate(async () => {
      let stolen: MessagePort | undefined;
      addEventListener("message", ({ ports: [port] }) => {
        stolen ??= port;
      });
      window.addOn.reconnect();
      await window.addOn.call("ping", {});
      const thief = parent.frames[1];
      if (stolen) thief?.postMessage("port", { targetOrigin: "*", transfer: [stolen] });
      // After this answer is out: a page that leaves while it answers answers nobody.
      setTimeout(() => {
        location.href = "/plain";
      });
    });
    await hostPage.waitForFunction(() => window.mounted.state.status === "failed");
    await frameOf(hostPage, sites.stranger).evaluate(() => {
      const { ports } = window as unknown as { ports: MessagePort[] };
      for (const port of ports) {
        port.postMessage({ type: "CALL", id: 1, name: "getExchangeToken", request: { reason: "start" } });
      }
    });
    await hostPage.evaluate(() => new Promise((resolve) => setTimeout(resolve)));

    expect(await lootOf(hostPage, sites.stranger)).not.toContain("token-");
    await expectSafe(hostPage);
  });

  test("a frame cannot move the host's page away", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const before = hostPage.url();
    const outcome = await frameOf(hostPage, sites.addOn).evaluate((url) => {
      try {
        top?.location.assign(url);
        return "moved";
      } catch (error) {
        return (error as Error).name;
      }
    }, sites.stranger.url);

    expect(outcome).toBe("SecurityError");
    expect(hostPage.url()).toBe(before);
  });

  test("a frame can open no window and no dialog, unless granted", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const opened = await frameOf(hostPage, sites.addOn).evaluate(() => ({
      popup: window.open("about:blank") === null,
      confirmed: window.confirm("?"),
    }));
    expect(opened).toEqual({ popup: true, confirmed: false });
  });
});
