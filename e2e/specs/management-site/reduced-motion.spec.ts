import type { Frame, Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { deskFrame } from "../loyalty-desk/desk.ts";
import { openInspector, signInAs, waitForDesk } from "./site.ts";

/** Animations and transitions that run in a document right now. */
const moving = (document: Page | Frame) =>
  document.evaluate(
    () => globalThis.document.getAnimations().filter(({ playState }) => playState === "running").length,
  );

for (const wish of ["no-preference", "reduce"] as const)
  test.describe(`to somebody who asks for less motion: ${wish}`, () => {
    test.use({ contextOptions: { reducedMotion: wish } });
    /** Where nobody asked, something moves: else the test would look in the wrong place. */
    const expectMotion = async (document: Page | Frame) =>
      wish === "reduce"
        ? expect(await moving(document)).toBe(0)
        : expect.poll(() => moving(document)).toBeGreaterThan(0);

    test("what waits for data stands still", async ({ page, urls, simulators }) => {
      await simulators.addFault("privage", { match: { path: "/v2/connect/profile" }, fault: "hang" });
      await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/members/001");
      const desk = await waitForDesk(page);
      await expect(desk.locator(".skeleton")).toBeVisible();
      await expectMotion(deskFrame(page, urls));
    });

    test("what waits for the add-on stands still, and so does what is switched, opened and said", async ({
      page,
      urls,
    }) => {
      await page.route(`${urls.addOn}/**`, () => undefined);
      await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
      await expect(page.locator(".spinner")).toBeVisible();
      await expectMotion(page);
      if (wish !== "reduce") return;
      const inspector = await openInspector(page);
      await inspector.locator(".fault[aria-pressed]").first().click();
      expect(await moving(page)).toBe(0);
      await page.getByRole("button", { name: /Account/ }).click();
      await page.getByRole("menuitemradio", { name: "Cashier" }).click();
      await expect(page.locator(".toast")).toBeVisible();
      expect(await moving(page)).toBe(0);
    });
  });
