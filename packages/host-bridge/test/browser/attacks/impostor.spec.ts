/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { expect, failureOf, mount, test } from "../support/fixtures.ts";
import { deadlines, expectSafe, hostile, lootOf, SYN } from "./support.ts";

test.describe("an impostor in the frame", () => {
  test("a stranger's page that shakes hands gets no port and no token", async ({ hostPage, sites }) => {
    sites.stranger.route("/", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`));
    sites.addOn.route("/", () => ({ status: 302, headers: { location: `${sites.stranger.url}/` } }));
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });

    const loot = await lootOf(hostPage, sites.stranger);
    expect(loot).not.toMatch(/ACK|token/);
    await expectSafe(hostPage);
  });

  test("a page on the same host name but another port is a stranger", async ({ hostPage, sites }) => {
    const url = new URL(sites.stranger.url);
    sites.addOn.route("/", () => ({
      status: 302,
      headers: { location: `${url.origin}/?host=${sites.host.url}` },
    }));
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });
    await expectSafe(hostPage);
  });

  for (const like of ["127.0.0.1.evil.example", "evil-127.0.0.1", "127.0.0.1@evil.example"]) {
    test(`a look-alike origin is not the pinned one: ${like}`, async ({ hostPage, sites }) => {
      const { port } = new URL(sites.addOn.url);
      const code = await hostPage.evaluate(
        ([origin, source]) => {
          const addOn = window.host.mount({ src: source });
          const frame = document.querySelector("iframe");
          window.dispatchEvent(
            new MessageEvent("message", {
              origin,
              source: frame?.contentWindow ?? null,
              data: { channel: "privage-add-on", type: "SYN", id: 1 },
            }),
          );
          const { status } = addOn.state;
          addOn.unmount();
          return status;
        },
        [`http://${like}:${port}`, sites.addOnUrl] as const,
      );
      expect(code).toBe("loading");
      await expectSafe(hostPage);
    });
  }

  test("a sandboxed page with an opaque origin (null) gets nothing", async ({ hostPage, sites }) => {
    sites.addOn.route("/", () => ({
      ...hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`),
      headers: { "content-security-policy": "sandbox allow-scripts" },
    }));
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });

    expect(await failureOf(hostPage)).toMatchObject({ details: { got: "null" } });
    await expectSafe(hostPage);
  });

  test("an add-on on the host's own origin is refused, also by a redirect", async ({ hostPage, sites }) => {
    sites.host.route("/inside", () => hostile(`setInterval(() => parent.postMessage(${SYN}, "*"), 5);`));
    sites.addOn.route("/", () => ({ status: 302, headers: { location: `${sites.host.url}/inside` } }));
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });

    expect(await failureOf(hostPage)).toMatchObject({ code: "ORIGIN_MISMATCH" });
    await expectSafe(hostPage);
  });

  for (const src of [
    "javascript:alert(1)",
    "data:text/html,<script>parent.postMessage(1,'*')</script>",
    "blob:https://desk.example/1",
    "http://desk.example/",
    "https://user:secret@desk.example/",
    "//desk.example/",
    "about:blank",
  ]) {
    test(`the address ${src} is refused before a frame exists`, async ({ hostPage }) => {
      const seen = await hostPage.evaluate((address) => {
        try {
          window.host.mount({ src: address });
          return "mounted";
        } catch (error) {
          return `${(error as { code: string }).code} ${document.querySelectorAll("iframe").length}`;
        }
      }, src);
      expect(seen).toBe("INVALID_ARGUMENT 0");
    });
  }
});
