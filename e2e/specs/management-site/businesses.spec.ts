import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";
import { openInspector, waitForDesk } from "./site.ts";

test.describe("switching the business", () => {
  test("rule 8: ends the add-on's session in under a second and opens it for the other business, at its start", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    const desk = await openDesk(page, urls);
    await findMember(desk);
    await expect(page).toHaveURL(/members\/001/);

    const inspector = await openInspector(page);
    await page.getByRole("button", { name: /Switch business/ }).click();
    await page.getByRole("menuitemradio", { name: /PHO02/ }).click();
    // First, as a toast goes by itself.
    await expect(page.getByRole("status").filter({ hasText: "Now working in" })).toBeVisible();
    await expect(page.getByRole("button", { name: /Switch business/ })).toContainText("PHO02");
    // The bridge waits one second for the add-on's word; later it would say CALL_TIMEOUT here.
    await expect(inspector.getByText(/^End session: .* OK$/)).toBeAttached();

    const other = await waitForDesk(page);
    await expect(page).toHaveURL(`${urls.managementSite}/add-ons/loyalty-desk`);
    await other.getByRole("searchbox").fill("0912345678");
    await other.getByRole("searchbox").press("Enter");
    await expect(other.getByText("0912345678").first()).toBeVisible();
    expect(browserComplaints).toEqual([]);
  });

  test("keeps the business after a reload, and gives the add-on a trace of its own", async ({
    page,
    urls,
  }) => {
    await openDesk(page, urls);
    const inspector = await openInspector(page);
    const trace = inspector.locator(".session-card__trace code");
    const before = (await trace.textContent()) ?? "";
    await page.getByRole("button", { name: /Switch business/ }).click();
    await page.getByRole("menuitemradio", { name: /PHO02/ }).click();
    await waitForDesk(page);
    await expect(trace).not.toHaveText(before);

    await page.reload();
    await expect(page.getByRole("button", { name: /Switch business/ })).toContainText("PHO02");
  });
});
