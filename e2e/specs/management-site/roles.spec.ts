import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { frameOf, signInAs, waitForDesk } from "./site.ts";

const giveRole = async (page: Page, role: string) => {
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("menuitemradio", { name: role }).click();
  await expect(page.getByRole("status").filter({ hasText: `Your role is now ${role}` })).toBeVisible();
};

test.describe("a role that changes while one works", () => {
  test("rule 8: takes burning away at once and gives it back, in the same frame, with the member still there", async ({
    page,
    urls,
    simulators,
    browserComplaints,
  }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/members/001");
    const desk = await waitForDesk(page);
    const burn = desk.getByRole("button", { name: /^Burn points/ });
    await expect(burn).toBeEnabled();
    const frame = await frameOf(page).elementHandle();

    await giveRole(page, "Read only");
    await expect(burn).toHaveCount(0);
    await expect(desk.getByText("You can look, but not move points")).toBeVisible();
    await expect(desk.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await expect(desk.getByRole("link", { name: "Sales" })).toHaveCount(0);
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();

    await giveRole(page, "Cashier");
    await expect(burn).toBeEnabled();
    await expect(desk.getByRole("link", { name: "Sales" })).toHaveCount(0);

    // An add-on that had not acknowledged in time would be in a new frame, with another token.
    expect(await frame?.evaluate((node) => node.isConnected)).toBe(true);
    const exchanges = (await simulators.requests("privage")).filter(({ path }) =>
      path.endsWith("/auth-connect/access-token"),
    );
    expect(exchanges).toHaveLength(1);
    expect(browserComplaints).toEqual([]);
  });

  test("takes a screen away that the new role does not include, and says whom to ask", async ({
    page,
    urls,
  }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/sales");
    const desk = await waitForDesk(page);
    await expect(desk.getByRole("heading", { name: "Revenue per day" })).toBeVisible();
    await giveRole(page, "Cashier");
    await expect(desk.getByText("Your role does not include this")).toBeVisible();
    await expect(desk.getByRole("heading", { name: "Revenue per day" })).toHaveCount(0);
  });

  test("is back to what it was after a reload: the demo changes nobody for good", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner);
    await giveRole(page, "Read only");
    await page.reload();
    await expect(page.getByRole("button", { name: /Account/ })).toContainText("Owner");
  });
});
