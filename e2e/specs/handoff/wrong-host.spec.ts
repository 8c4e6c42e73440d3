import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../../fixtures.ts";

/** A page that frames the add-on, answers every SYN it hears, and keeps what it is told. */
const hostilePage = (addOn: string) => `<!doctype html><title>Hostile host</title>
<iframe id="frame" src="${addOn}/" title="framed"></iframe>
<script>
  window.heard = [];
  window.ports = 0;
  addEventListener("message", ({ data, ports }) => {
    heard.push(JSON.stringify(data));
    window.ports += ports.length;
    const say = (message) => frame.contentWindow.postMessage(message, "*");
    if (data?.type === "SYN") {
      say({ channel: data.channel, type: "ASK" });
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => heard.push(JSON.stringify(data));
      frame.contentWindow.postMessage({ channel: data.channel, type: "ACK", id: data.id }, "*", [port2]);
    }
  });
</script>`;

const serve = async (html: string): Promise<{ url: string; server: Server }> => {
  const server = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(html),
  );
  await new Promise<void>((ready) => server.listen(0, "localhost", ready));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
};

test.describe("a host at a wrong origin", () => {
  test("cannot frame the add-on at all: frame-ancestors names the Management Site only", async ({
    page,
    urls,
  }) => {
    const { url, server } = await serve(hostilePage(urls.addOn));
    try {
      await page.goto(url);
      await expect.poll(() => page.frames().length).toBe(2);
      expect(page.frames()[1]?.url()).not.toContain(urls.addOn);
    } finally {
      server.close();
    }
  });

  test("rule 7: gets no token and no port even when the browser let it frame the add-on", async ({
    page,
    urls,
    simulators,
  }) => {
    await page.route(`${urls.addOn}/**`, async (route) => {
      const response = await route.fetch();
      const { "content-security-policy": _removed, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    const { url, server } = await serve(hostilePage(urls.addOn));
    try {
      await page.goto(url);
      await expect
        .poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard.length))
        .toBeGreaterThan(0);
      // The add-on is alive and speaks; give it every chance by letting its whole page load.
      await page.frames()[1]?.waitForLoadState("networkidle");

      const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
      const types = heard.map((message) => (JSON.parse(message) as { type: string }).type);
      expect(new Set(types)).toEqual(new Set(["SYN", "REFUSE"]));
      expect(await page.evaluate(() => (window as unknown as { ports: number }).ports)).toBe(0);
      const paths = (await simulators.requests("privage")).map(({ path }) => path);
      expect(paths.filter((path) => path.includes("auth-connect"))).toEqual([]);
    } finally {
      server.close();
    }
  });
});
