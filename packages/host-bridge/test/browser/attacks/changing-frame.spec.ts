/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { callHost, expect, failureOf, frameOf, lead, mount, test } from "../support/fixtures.ts";
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

  test("one that opens its own document anew, and so loses its listeners, stays connected", async ({
    hostPage,
    sites,
  }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    await frame.evaluate(() => {
      document.open();
      document.write("<!doctype html><p>Written");
      document.close();
    });
    expect(await callHost(frame, "ping", {})).toMatchObject({ code: "ok" });
    await hostPage.evaluate(() => window.mounted.update({ locale: "vi-VN" }));
    await frame.waitForFunction(() => window.addOn.context?.locale === "vi-VN");

    await frame.evaluate(() => window.addOn.reconnect());
    expect(await callHost(frame, "ping", {})).toMatchObject({ code: "ok" });
    await expectSafe(hostPage);
  });

  for (const address of ["about:blank", "about:srcdoc", "javascript:'<p>Mine'", "blob:"]) {
    test(`one that leaves for ${address} is a page without a connection, and every call of the host's settles`, async ({
      hostPage,
      sites,
    }) => {
      await mount(hostPage, sites.addOnUrl, { deadlines });
      await frameOf(hostPage, sites.addOn).evaluate((url) => {
        const own = url === "blob:" ? URL.createObjectURL(new Blob(["<p>Mine"], { type: "text/html" })) : url;
        setTimeout(() => {
          location.href = own;
        });
      }, address);
      await hostPage.waitForFunction(() => window.mounted.state.status === "failed");

      const { acknowledged } = await hostPage.evaluate(() => window.mounted.endSession("logout"));
      expect(acknowledged).toBe(false);
      await expect(hostPage.locator("iframe")).toHaveCount(0);
      await expectSafe(hostPage);
    });
  }

  test("one that shows a stranger and the add-on by turns connects the add-on alone, each time", async ({
    hostPage,
    sites,
  }) => {
    // No flood (handshake.ts): after one the add-on's own word, in the same frame, would not be heard for a while.
    sites.stranger.route("/", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 100);`));
    await mount(hostPage, sites.addOnUrl, { deadlines });
    for (let turn = 0; turn < 5; turn++) {
      await lead(frameOf(hostPage, sites.addOn), sites.stranger.url);
      await hostPage.waitForFunction(() => window.mounted.state.status === "failed");
      expect(await lootOf(hostPage, sites.stranger)).not.toMatch(/ACK|token/);
      await lead(frameOf(hostPage, sites.stranger), sites.addOnUrl);
      await hostPage.waitForFunction(() => window.mounted.state.status === "ready");
      await expect(hostPage.locator("iframe")).toBeVisible();
    }
    await expectSafe(hostPage);
  });

  test("one whose page refuses this site although its SDK is connected is connected again", async ({
    hostPage,
    sites,
  }) => {
    await mount(hostPage, sites.addOnUrl, { deadlines });
    const frame = frameOf(hostPage, sites.addOn);
    await frame.evaluate(() => parent.postMessage({ channel: "privage-add-on", type: "REFUSE" }, "*"));
    await frame.waitForFunction(() => window.addOn.ups.length === 2);

    expect(await callHost(frame, "ping", {})).toMatchObject({ code: "ok" });
    await hostPage.waitForFunction(() => window.mounted.state.status === "ready");
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
