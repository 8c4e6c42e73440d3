/** The package as a stranger gets it: packed, installed into an empty project, used from a bundler and from plain HTML. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPackedProject, type PackedProject } from "@privage-addons/test-support/packed-project";
import type { AddOnElement } from "../../src/element/index.ts";
import { test as base, callHost, expect, frameOf } from "./support/fixtures.ts";

const test = base.extend<object, { project: PackedProject }>({
  project: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const project = createPackedProject(
        "host-bridge",
        "vite@8",
        "react@18",
        "react-dom@18",
        "@types/react@18",
      );
      await use(project);
      project.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
test.describe.configure({ timeout: 240_000 });

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
/** The README's code blocks of a language. */
const samplesOf = (language: "ts" | "tsx" | "html") =>
  [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text = ""]) => ({ language, text }));

/** What the page fills in the same way for both forms. */
const MOUNT = `{
  mint: async () => ({ exchangeToken: "token" }),
  context: {
    user: { id: "7", name: "Anong", permissions: [] },
    business: { code: "CAFE01", name: "Café One", currency: "THB" },
  },
}`;

test("the tarball passes publint and are-the-types-wrong", async ({ project }) => {
  const tarball = project.tarball;
  expect(project.run("publint", tarball, "--strict")).toContain("All good!");
  // Exits with an error, and so throws, when a type does not resolve.
  expect(project.run("attw", tarball, "--profile", "esm-only", "--no-emoji")).toContain(
    "@privage-addons/host-bridge",
  );
});

test("it works in an empty Vite project, with React 18 too", async ({ project, sites, page }) => {
  project.write(
    "index.html",
    '<!doctype html><div id="plain"></div><div id="react"></div><script type="module" src="/main.js"></script>',
  );
  project.write(
    "main.js",
    `import { mountAddOn } from "@privage-addons/host-bridge";
     import { AddOnFrame } from "@privage-addons/host-bridge/react";
     import { createElement, StrictMode, version } from "react";
     import { createRoot } from "react-dom/client";
     const options = { ...${MOUNT}, src: ${JSON.stringify(sites.addOnUrl)}, title: "Desk", appconnectId: 42, businessCode: "CAFE01" };
     window.seen = { version };
     mountAddOn({ ...options, container: document.querySelector("#plain") }).subscribe(({ status }) => { window.seen.plain = status; });
     const onMount = (addOn) => addOn?.subscribe(({ status }) => { window.seen.react = status; });
     createRoot(document.querySelector("#react")).render(
       createElement(StrictMode, null, createElement(AddOnFrame, { ...options, onMount })),
     );`,
  );
  project.run(process.execPath, "node_modules/vite/bin/vite.js", "build", "--logLevel", "error");
  const assets = join(project.folder, "dist", "assets");
  for (const name of readdirSync(assets)) {
    sites.host.route(`/assets/${name}`, () => ({
      headers: { "content-type": "text/javascript" },
      body: readFileSync(join(assets, name), "utf8"),
    }));
  }
  sites.host.route("/vite", () => ({
    body: readFileSync(join(project.folder, "dist", "index.html"), "utf8"),
  }));
  await page.goto(`${sites.host.url}/vite`);

  await page.waitForFunction(() => {
    const { plain, react } = (window as unknown as { seen: Record<string, string> }).seen;
    return plain === "ready" && react === "ready";
  });
  expect(
    await page.evaluate(() => (window as unknown as { seen: { version: string } }).seen.version),
  ).toMatch(/^18\./);
});

test("every sample of the README compiles", async ({ project }) => {
  const samples = [...samplesOf("ts"), ...samplesOf("tsx")];
  expect(samples).not.toHaveLength(0);
  for (const [index, { language, text }] of samples.entries()) {
    project.write(`readme/sample-${index}.${language}`, text);
  }
  project.write(
    "readme/tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: "es2022",
        lib: ["es2023", "dom", "dom.iterable"],
        module: "nodenext",
        jsx: "react-jsx",
        noEmit: true,
      },
    }),
  );
  // Exits with an error, and so throws, when a sample does not compile.
  project.run("tsc", "-p", "readme/tsconfig.json");
});

test("the README's page without a bundler works, as a script and as an element", async ({
  project,
  sites,
  page,
}) => {
  const [sample] = samplesOf("html");
  const html = (sample?.text ?? "")
    .replace("https://desk.example/", sites.addOnUrl.replaceAll("&", "&amp;"))
    .replace("https://core.privageapp.com", sites.host.url);
  const file = join(
    project.folder,
    "node_modules/@privage-addons/host-bridge/dist/script/privage-host-bridge.js",
  );
  sites.host.route("/privage-host-bridge.js", () => ({
    headers: { "content-type": "text/javascript" },
    body: readFileSync(file, "utf8"),
  }));
  sites.host.route("/html", () => ({ body: html }));
  sites.host.route("/session/jwt", () => ({ body: "user-jwt" }));
  sites.host.route("/v1/auth-connect/exchange-token", () => ({
    headers: { "content-type": "application/json" },
    body: '{ "exchange_token": "minted" }',
  }));
  await page.goto(`${sites.host.url}/html`);

  await page.waitForFunction(
    () => document.querySelector<AddOnElement>("privage-add-on")?.addOn?.state.status === "ready",
  );
  expect(await callHost(frameOf(page, sites.addOn), "getExchangeToken", { reason: "start" })).toMatchObject({
    value: { exchangeToken: "minted" },
  });
  expect(
    await page.evaluate(() =>
      Object.keys((window as unknown as { PrivageAddOns: object }).PrivageAddOns).sort(),
    ),
  ).toEqual(["createBrowserServices", "createPrivageMinter", "defineAddOnElement", "mountAddOn"]);
});
