/** The parts that are loaded late, where they do not load: the handoff needs none of them, and nothing breaks without. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { script } from "@privage-addons/test-support/origin";
import { build } from "esbuild";
import { test as base, callHost, expect, failureOf, frameOf, mount } from "./support/fixtures.ts";

/** The host page in pieces, as a site's bundler makes them: file name → script. */
const test = base.extend<{ withoutPart: (name: string) => Promise<void> }, { pieces: Map<string, string> }>({
  pieces: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const { outputFiles } = await build({
        entryPoints: [fileURLToPath(new URL("pages/host.ts", import.meta.url))],
        bundle: true,
        splitting: true,
        format: "esm",
        target: "es2022",
        conditions: ["@privage-addons/source"],
        outdir: "out",
        chunkNames: "[name]-[hash]",
        write: false,
      });
      await use(new Map(outputFiles.map(({ path, text }) => [basename(path), text])));
    },
    { scope: "worker" },
  ],
  withoutPart: async ({ page, sites, pieces }, use) => {
    await use(async (name) => {
      const isMissing = (file: string) => file.startsWith(`${name}-`);
      expect([...pieces.keys()].filter(isMissing)).toHaveLength(1);
      for (const [file, text] of pieces) {
        sites.host.route(`/${file}`, () => (isMissing(file) ? { status: 404 } : script(text)));
      }
      await page.goto(`${sites.host.url}/`);
    });
  },
});

test("without the part that serves, the add-on still gets its token; what it asks for besides is refused", async ({
  page,
  sites,
  withoutPart,
}) => {
  await withoutPart("serve");
  await mount(page, sites.addOnUrl);
  const frame = frameOf(page, sites.addOn);

  expect(await callHost(frame, "getExchangeToken", { reason: "start" })).toMatchObject({
    value: { exchangeToken: "token-1" },
  });
  expect(await callHost(frame, "service", { name: "toast", request: { message: "Saved" } })).toMatchObject({
    code: "INTERNAL",
  });
  expect(await page.evaluate(() => window.mounted.endSession("logout"))).toHaveProperty("acknowledged");
  expect(await page.evaluate(() => window.host.unhandled)).toEqual([]);
});

test("without the part that explains, a failure is still shown, and its retry works", async ({
  page,
  sites,
  withoutPart,
}) => {
  await withoutPart("explain");
  let isUp = false;
  sites.addOn.route("/", () =>
    isUp ? { body: '<!doctype html><script type="module" src="/add-on.js"></script>' } : { status: 503 },
  );
  await mount(page, sites.addOnUrl, { deadlines: { loadMs: 2000, handshakeMs: 500 }, until: "failed" });

  expect(await failureOf(page)).toMatchObject({ code: "HANDSHAKE_TIMEOUT" });
  isUp = true;
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.waitForFunction(() => window.mounted.state.status === "ready");
  expect(await page.evaluate(() => window.host.unhandled)).toEqual([]);
});
