import { readFile } from "node:fs/promises";
import { expectNoWiderThanWindow } from "../../axe.ts";
import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";
import { watchTokens } from "../../token-watch.ts";
import { chooseLanguage, LANGUAGES } from "../../visitor.ts";
import { deskFrame } from "../loyalty-desk/desk.ts";
import { openInspector } from "./site.ts";

test.describe("the handoff inspector", () => {
  test("shows every step of the opening with its duration, the trace, and the time left", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    const desk = await openDesk(page, urls);
    await findMember(desk);
    const inspector = await openInspector(page);

    const steps = inspector.getByRole("listitem");
    for (const name of [
      "Mint token",
      "Load page",
      "Handshake",
      "Hello",
      "Hand over token",
      "Exchange token",
      "First call",
    ])
      await expect(
        steps.getByText(new RegExp(`^${name}: starts after \\d.*, takes \\d.*, OK$`)).first(),
      ).toBeAttached();
    await expect(inspector.getByText(/^[0-9a-f]{32}$/)).toBeVisible();
    await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
    await expect(inspector.getByText("Expires in").locator("..")).toContainText(/14:\d\d/);
    await expect(inspector.getByText("Renews in").locator("..")).toContainText(/\d\d:\d\d/);

    await inspector.getByRole("tab", { name: "Messages" }).click();
    await expect(inspector.getByRole("row", { name: /Site Call to site navigate/ })).toBeVisible();
    expect(browserComplaints).toEqual([]);
  });

  test("leaves the add-on beside it every section, in every language, on a window of 1280 px", async ({
    page,
    urls,
  }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openDesk(page, urls);
    await openInspector(page);
    for (const language of LANGUAGES) {
      await chooseLanguage(page, language);
      await expect(deskFrame(page, urls).locator("html")).toHaveAttribute("lang", language);
      const clipped = () =>
        deskFrame(page, urls)
          .locator(".shell__nav a")
          .evaluateAll((links) => links.filter((link) => link.scrollWidth > link.clientWidth).length);
      await expect.poll(clipped).toBe(0);
      await expectNoWiderThanWindow(deskFrame(page, urls), `the desk in ${language}`);
    }
  });

  test("counts down", async ({ page, urls }) => {
    await page.clock.install();
    await openDesk(page, urls);
    const inspector = await openInspector(page);
    const expiry = inspector.getByText("Expires in").locator("..");
    await expect(expiry).toContainText(/1[45]:\d\d/);
    await page.clock.runFor(60_000);
    await expect(expiry).toContainText(/1[34]:\d\d/);
  });

  test("rule 1: shows no token on the page, nor in the file it exports", async ({ page, context, urls }) => {
    const watch = await watchTokens(context);
    const desk = await openDesk(page, urls);
    await findMember(desk);
    const inspector = await openInspector(page);
    await inspector.getByRole("tab", { name: "Messages" }).click();
    const downloading = page.waitForEvent("download");
    await inspector.getByRole("button", { name: "Export as a file" }).click();
    const download = await downloading;
    const text = await readFile(await download.path(), "utf8");
    watch.readText("exported file", text);
    await watch.readPage(page);

    expect(download.suggestedFilename()).toMatch(/^handoff-loyalty-desk-[\dT-]+\.json$/);
    const log = JSON.parse(text) as { format: string; entries: { step?: string; traceId?: string }[] };
    expect(log.format).toBe("privage-handoff-log");
    expect(log.entries.map(({ step }) => step)).toEqual(
      expect.arrayContaining(["mint", "exchange", "first-call"]),
    );
    expect(new Set(log.entries.flatMap(({ traceId }) => traceId ?? [])).size).toBe(1);
    expect((await watch.seen()).access_token).toBeGreaterThan(0);
    expect(await watch.leaks()).toEqual([]);
  });
});
