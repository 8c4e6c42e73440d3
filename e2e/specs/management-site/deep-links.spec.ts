import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { signInAs, waitForDesk } from "./site.ts";

const pathOf = (address: string) => new URL(address).pathname + new URL(address).search;

test.describe("deep links", () => {
  test("follow the add-on, and lead it back and forward", async ({ page, urls, browserComplaints }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    const desk = await waitForDesk(page);
    await desk.getByRole("link", { name: "Campaigns" }).click();
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk\/campaigns$/);
    await desk.getByRole("link", { name: "Status" }).click();
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk\/status$/);
    await expect(desk.getByRole("link", { name: "Status" })).toHaveAttribute("aria-current", "page");

    await page.goBack();
    await expect(page).toHaveURL(/\/campaigns$/);
    await expect(desk.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");
    await page.goBack();
    await expect(desk.getByRole("searchbox")).toBeVisible();
    await page.goForward();
    await expect(desk.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");
    expect(browserComplaints).toEqual([]);
  });

  test("survive a reload of the page and of the frame", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/campaigns");
    await waitForDesk(page);
    await page.reload();
    let desk = await waitForDesk(page);
    await expect(desk.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");

    await page.getByRole("button", { name: "Reload add-on" }).click();
    desk = await waitForDesk(page);
    await expect(desk.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");
    expect(pathOf(page.url())).toBe("/add-ons/loyalty-desk/campaigns");
  });

  test("show the add-on's own title in the page and its heading", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/campaigns");
    await expect(page).toHaveTitle("Campaigns · Privage");
    await expect(page.getByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
  });

  test("to nowhere say so and lead on", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/gone/members/1");
    await expect(page.getByRole("heading", { name: "This add-on is not installed" })).toBeVisible();
    await page.goto(`${urls.managementSite}/settings/nothing`);
    await page.getByRole("link", { name: "Go to all add-ons" }).click();
    await expect(page).toHaveURL(`${urls.managementSite}/add-ons`);
  });
});

test.describe("two add-ons on one page", () => {
  test("have an address each, a session each, and move apart", async ({ page, urls, browserComplaints }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/campaigns?beside=loyalty-desk/status");
    const main = await waitForDesk(page);
    const beside = await waitForDesk(page, "beside");
    await expect(main.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");
    await expect(beside.getByRole("link", { name: "Status" })).toHaveAttribute("aria-current", "page");

    await beside.getByRole("link", { name: "Coupons" }).click();
    await expect(page).toHaveURL(/\/loyalty-desk\/campaigns\?beside=loyalty-desk%2Fcoupons/);
    await expect(main.getByRole("link", { name: "Campaigns" })).toHaveAttribute("aria-current", "page");

    await page.goBack();
    await expect(beside.getByRole("link", { name: "Status" })).toHaveAttribute("aria-current", "page");
    await page.getByRole("button", { name: "Close Loyalty Desk on the side" }).click();
    await expect(page.locator("iframe")).toHaveCount(1);
    expect(pathOf(page.url())).toBe("/add-ons/loyalty-desk/campaigns");
    expect(browserComplaints).toEqual([]);
  });
});

test.describe("an add-on that cannot be opened", () => {
  test("is said so in words that tell what to do, and opens once it can be", async ({ page, urls }) => {
    await page.clock.install();
    await page.route(`${urls.addOn}/**`, (route) => route.abort());
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    const alert = page.getByRole("alert");
    await expect(async () => {
      // The bridge's deadlines are 20 s to load and 10 s to connect; nobody waits for them here.
      await page.clock.runFor(10_000);
      await expect(alert).toContainText("Loyalty Desk could not be opened", { timeout: 500 });
    }).toPass();
    await expect(alert).toContainText("Try again");

    await page.unroute(`${urls.addOn}/**`);
    await page.clock.resume();
    await page.getByRole("button", { name: "Try again" }).click();
    await waitForDesk(page);
    await expect(alert).toBeHidden();
  });
});
