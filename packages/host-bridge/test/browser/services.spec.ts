import { callHost, expect, frameOf, test } from "./support/fixtures.ts";

const BASE = "/add-ons/desk";

/** Mounts with the ready-made services of the browser. */
const mountWithServices = async (page: import("@playwright/test").Page, src: string) => {
  await page.evaluate(
    ([url, basePath]) => {
      const container = document.createElement("div");
      document.body.append(container);
      const made = window.host.createBrowserServices({ container, title: "Loyalty Desk", basePath });
      window.mounted = window.host.mount({
        src: url,
        container,
        services: { ...made.services, close: () => window.mounted.unmount() },
      });
      made.navigation.follow(window.mounted);
      Object.assign(window, { made });
    },
    [src, BASE] as const,
  );
  await page.waitForFunction(() => window.mounted.state.status === "ready");
};

test.beforeEach(async ({ page, sites }) => {
  sites.host.route(`${BASE}/members/42`, () => ({
    body: '<!doctype html><title>Site</title><body><script type="module" src="/host.js"></script>',
  }));
  await page.goto(`${sites.host.url}${BASE}/members/42?tab=points`);
  await mountWithServices(page, sites.addOnUrl);
});

const service =
  (page: import("@playwright/test").Page, origin: Parameters<typeof frameOf>[1]) =>
  (name: string, request: object = {}) =>
    callHost(frameOf(page, origin), "service", { name, request });

test("every service is announced", async ({ page, sites }) => {
  const hello = await frameOf(page, sites.addOn).evaluate(() => window.addOn.hello?.capabilities);
  expect([...(hello ?? [])].sort()).toEqual(
    [
      "toast",
      "confirm",
      "navigate",
      "setTitle",
      "setDirty",
      "openExternal",
      "setFullScreen",
      "copyToClipboard",
      "download",
      "print",
      "close",
    ].sort(),
  );
});

test("navigate keeps the address in step, and back and forward reach the add-on", async ({ page, sites }) => {
  const call = service(page, sites.addOn);
  await call("navigate", { path: "/members/43" });
  await call("navigate", { path: "/members/43?tab=sales", replace: true });
  await expect(page).toHaveURL(`${sites.host.url}${BASE}/members/43?tab=sales`);

  const frame = frameOf(page, sites.addOn);
  await page.goBack();
  await frame.waitForFunction(() => window.addOn.heard.at(-1)?.name === "navigated");
  expect(await frame.evaluate(() => window.addOn.heard.at(-1)?.request)).toEqual({
    path: "/members/42?tab=points",
  });
  await page.goForward();
  await frame.waitForFunction(
    () => window.addOn.heard.filter(({ name }) => name === "navigated").length === 2,
  );
  expect(await frame.evaluate(() => window.addOn.heard.at(-1)?.request)).toEqual({
    path: "/members/43?tab=sales",
  });
});

for (const path of ["/../../admin", "/x/%2e%2e/%2e%2e/%2e%2e/admin", "/.."]) {
  test(`navigate does not climb out of the add-on's part of the site: ${path}`, async ({ page, sites }) => {
    const before = page.url();
    expect((await service(page, sites.addOn)("navigate", { path })).code).toBe("INVALID_ARGUMENT");
    expect(page.url()).toBe(before);
  });
}

test("confirm asks in a dialog that names the add-on, and tells the answer", async ({ page, sites }) => {
  const ask = () =>
    service(page, sites.addOn)("confirm", {
      title: "Burn 50 points?",
      confirmLabel: "Burn",
      destructive: true,
    });
  const yes = ask();
  const dialog = page.getByRole("dialog", { name: "Burn 50 points?" });
  await expect(dialog).toContainText("Loyalty Desk");
  await dialog.getByRole("button", { name: "Burn" }).click();
  expect(await yes).toMatchObject({ value: true });

  const no = ask();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await no).toMatchObject({ value: false });
  await expect(dialog).toHaveCount(0);
});

test("toast, title and unsaved changes work", async ({ page, sites }) => {
  const call = service(page, sites.addOn);
  await call("toast", { message: "Saved <b>!</b>", tone: "success", durationMs: 60_000 });
  await expect(page.getByRole("status")).toHaveText("Saved <b>!</b>");
  await call("setTitle", { title: "Member 42" });
  await expect(page).toHaveTitle("Member 42 · Site");
  await call("setDirty", { dirty: true });
  expect(await page.evaluate(() => window.made.unsaved.isDirty())).toBe(true);
  const isKept = await page.evaluate(() => {
    const leaving = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leaving);
    return leaving.defaultPrevented;
  });
  expect(isKept).toBe(true);
  await call("setDirty", { dirty: false });
  expect(
    await page.evaluate(() => window.dispatchEvent(new Event("beforeunload", { cancelable: true }))),
  ).toBe(true);
});

test("what an add-on holds of the page is given back: its question, its title, its unsaved changes", async ({
  page,
  sites,
}) => {
  const call = service(page, sites.addOn);
  await call("setTitle", { title: "Member 42" });
  await call("setDirty", { dirty: true });
  const answer = call("confirm", { title: "Burn 50 points?" });
  await expect(page.getByRole("dialog")).toBeVisible();

  await page.evaluate(() => window.made.release());

  expect(await answer).toMatchObject({ value: false });
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveTitle("Site");
  expect(await page.evaluate(() => window.made.unsaved.isDirty())).toBe(false);
});

test("a download arrives under its name", async ({ page, sites }) => {
  const started = page.waitForEvent("download");
  await service(page, sites.addOn)("download", {
    fileName: "members.csv",
    mimeType: "text/csv",
    content: "a,b\n",
  });
  const download = await started;
  expect(download.suggestedFilename()).toBe("members.csv");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).toString()).toBe("a,b\n");
});

for (const fileName of ["../x", "a/b", "a\\b", "con:1", "", "a\u202Efdp.exe"]) {
  test(`a download may not be called ${JSON.stringify(fileName)}`, async ({ page, sites }) => {
    const { code } = await service(page, sites.addOn)("download", {
      fileName,
      mimeType: "text/csv",
      content: "",
    });
    expect(code).toBe("INVALID_ARGUMENT");
  });
}

test("openExternal opens a tab that knows nothing of this one", async ({ page, sites, context }) => {
  await context.route("https://help.example/**", (route) => route.fulfill({ body: "help" }));
  const opened = context.waitForEvent("page");
  await service(page, sites.addOn)("openExternal", { url: "https://help.example/points" });
  const tab = await opened;
  await tab.waitForURL("https://help.example/points");
  expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
});

test("copying, printing and full screen use the browser's own", async ({ page, sites, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: sites.host.url });
  const call = service(page, sites.addOn);
  await page.bringToFront();
  expect((await call("copyToClipboard", { text: "0812345678" })).code).toBe("ok");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("0812345678");
  await page.evaluate(() => addEventListener("beforeprint", () => Object.assign(window, { printed: true })));
  expect((await call("print")).code).toBe("ok");
  await page.waitForFunction(() => "printed" in window);
  // Full screen wants a gesture; one inside the add-on's frame counts for the site.
  await page.locator("iframe").click();
  expect((await call("setFullScreen", { fullScreen: true })).code).toBe("ok");
  expect(await page.evaluate(() => document.fullscreenElement?.tagName)).toBe("DIV");
  await call("setFullScreen", { fullScreen: false });
  expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
});

test("close lets the site take the add-on away", async ({ page, sites }) => {
  // The frame goes away while it waits for its answer.
  await service(page, sites.addOn)("close").catch(() => {});
  await expect(page.locator("iframe")).toHaveCount(0);
});
