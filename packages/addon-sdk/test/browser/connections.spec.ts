/** Which connections the calls of an add-on take, over each version of HTTP. */
import { expect, type Page } from "@playwright/test";
import type { Route } from "@privage-addons/test-support/origin";
import { openSites, test } from "./support/fixtures.ts";
import { startSites } from "./support/sites.ts";

test.use({ ignoreHTTPSErrors: true });

const EXCHANGE = "/privage/v1/auth-connect/access-token";
const FIRST_CALL = "/privage/v2/connect/profile";

const json = (status: number, body: object) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/**
 * Opens a page that holds its script and asks for files besides, which never come. The script connects at once, then makes a
 * call; the page's own server answers both.
 */
const openAddOn = async (page: Page, protocol: "http1" | "http2", files: readonly string[] = []) => {
  const sites = await startSites(protocol, "/privage");
  const { addOn, parts } = sites;
  /** The browser's end of the connection that each request came by. */
  const ports = new Map<string, number | undefined>();
  const cookies: (string | undefined)[] = [];
  const route = (path: string, answer: Route) => {
    addOn.route(path, (request) => {
      ports.set(path, request.socket.remotePort);
      cookies.push(request.headers.cookie);
      return answer(request);
    });
  };
  const asking = files.map((file) => `<script async src="${file}"></script>`).join("");
  const script = `<script type="module">${parts.code}; testAddOn.failure();</script>`;
  route("/", () => ({ body: `<head>${parts.metas}${asking}</head><body>${script}</body>` }));
  route(EXCHANGE, () => json(201, { access_token: "access", refresh_token: "refresh", expires_in: 900 }));
  route(FIRST_CALL, () => json(200, {}));
  for (const file of files) route(file, () => undefined);
  try {
    const frame = await openSites(page, sites);
    await expect.poll(() => [...ports.keys()]).toEqual(expect.arrayContaining([...files, EXCHANGE]));
    expect(await frame.evaluate(() => window.testAddOn.storm(1))).toEqual({ 200: 1 });
    const isOnPages = (path: string) => ports.get(path) === ports.get("/");
    return {
      exchange: isOnPages(EXCHANGE) ? "the page's" : "another",
      call: isOnPages(FIRST_CALL) ? "the page's" : "another",
      cookies: cookies.filter((cookie) => cookie !== undefined),
    };
  } finally {
    await sites.close();
  }
};

test("over HTTP/2 the exchange and the first call take the page's connection", async ({ page }) => {
  const taken = await openAddOn(page, "http2", ["/late.js"]);
  expect(taken).toEqual({ exchange: "the page's", call: "the page's", cookies: [] });
});

test("over HTTP/1.1 they take the page's connection when the page asks for no file", async ({ page }) => {
  const taken = await openAddOn(page, "http1");
  expect(taken).toEqual({ exchange: "the page's", call: "the page's", cookies: [] });
});

test("over HTTP/1.1 they have one of their own while the page's files are in line, and do not wait", async ({
  page,
}) => {
  // As many as a browser opens connections for.
  const files = [1, 2, 3, 4, 5, 6].map((number) => `/late-${number}.js`);
  const taken = await openAddOn(page, "http1", files);
  expect(taken).toEqual({ exchange: "another", call: "another", cookies: [] });
});
