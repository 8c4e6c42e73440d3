import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { STAFF } from "../../visitor.ts";
import { balanceIn, chooseBusiness, deskOf, openDeskAt } from "../loyalty-desk/desk.ts";
import { signInAs, waitForDesk } from "../management-site/site.ts";
import { answerLost, inCrumbs, late, lost, outOfOrder } from "./faults.ts";
import type { Story } from "./story.ts";

const isHere = (page: Page, path: string) =>
  expect(deskOf(page).locator(`.shell__nav a[href='${path}']`)).toHaveAttribute("aria-current", "page");

const openAndMove: Story = {
  name: "a member of staff signs in, opens the add-on from the catalogue, and moves, back and forward, over a reload",
  faults: [
    ["privage", outOfOrder("/v1/auth-connect/exchange-token")],
    ["privage", answerLost("POST", "/v1/auth-connect/access-token")],
    ["privage", lost("GET", "/v2/connect/add-on/status")],
  ],
  tell: async ({ page, urls, words }) => {
    await page.goto(urls.managementSite);
    await expect(page.getByRole("heading", { name: words.signIn })).toBeVisible();
    await page.getByRole("button", { name: STAFF.owner }).click();
    await expect(page.getByRole("heading", { name: words.catalogue, level: 1 })).toBeVisible();
    await page.locator(".catalogue-card a").first().click();
    const desk = await waitForDesk(page);
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    await expect(balanceIn(desk)).toBeVisible();
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk\/members\/001$/);

    await page.reload();
    await waitForDesk(page);
    await expect(balanceIn(desk)).toBeVisible();
    await desk.locator(".shell__nav a[href='/campaigns']").click();
    await isHere(page, "/campaigns");
    await page.goBack();
    await isHere(page, "/");
    await expect(balanceIn(desk)).toBeVisible();
    await page.goForward();
    await isHere(page, "/campaigns");
  },
};

const sideBySideUnsaved: Story = {
  name: "two add-ons stand side by side, and leaving unsaved changes is asked about",
  faults: [
    ["privage", late("/v1/auth-connect/access-token")],
    ["privage", inCrumbs("/v2/connect/add-on/status")],
  ],
  tell: async ({ page, urls, words }) => {
    await signInAs(
      page,
      urls,
      STAFF.owner,
      "/add-ons/loyalty-desk/coupons/sets/new?beside=loyalty-desk/campaigns",
    );
    const main = await waitForDesk(page);
    const beside = await waitForDesk(page, "beside");
    await expect(beside.getByRole("heading", { level: 2 })).toHaveCount(4);
    const name = main.locator("form input").first();
    await name.fill("Songkran 2027");
    await expect(page.locator(".unsaved-mark")).toBeVisible();

    const dialog = page.getByRole("alertdialog", { name: words.leaveAsk });
    await page.locator(".sidebar__link").first().click();
    await dialog.getByRole("button", { name: words.stay, exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(name).toHaveValue("Songkran 2027");
    await page.locator(".sidebar__link").first().click();
    await dialog.getByRole("button", { name: words.leave, exact: true }).click();
    await expect(page).toHaveURL(/\/add-ons$/);
  },
};

const switchAndLogOut: Story = {
  name: "another business is chosen, its members are found and not the first one's, and logging out ends it all",
  faults: [
    ["privage", late("/v1/auth-connect/exchange-token")],
    ["privage", lost("GET", "/v2/connect/profile")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await expect(balanceIn(desk)).toBeVisible();
    await chooseBusiness(page, "PHO02");
    await expect(page.getByRole("status").filter({ hasText: words.nowWorkingIn })).toBeVisible();
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk$/);
    await desk.getByRole("searchbox").fill("0912345678");
    await desk.getByRole("searchbox").press("Enter");
    await expect(desk.getByText("0912345678")).toBeVisible();

    await page.locator(".account-menu").click();
    await page.getByRole("menuitem", { name: words.logOut }).click();
    await expect(page.getByRole("heading", { name: words.signIn })).toBeVisible();
    await expect(page.locator("iframe")).toHaveCount(0);
  },
};

const watchItHeal: Story = {
  name: "the inspector shows the opening, lets one revoke the refresh token, shows the healing, and exports it all",
  faults: [["privage", late("/v1/auth-connect/exchange-token")]],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await expect(balanceIn(desk)).toBeVisible();
    await page.getByRole("button", { name: words.inspector, exact: true }).click();
    const inspector = page.getByRole("region", { name: words.inspector, exact: true });
    await expect(inspector.getByRole("heading", { level: 4, name: words.opening })).toBeVisible();

    await inspector.getByRole("button", { name: words.revoke, exact: true }).click();
    await expect(inspector.locator(".faults__notice")).not.toBeEmpty();
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    await expect(inspector.getByRole("heading", { level: 4, name: words.freshStart })).toBeVisible();
    await expect(inspector.locator(".session-card__status[data-status='active']")).toBeVisible();
    await expect(balanceIn(desk)).toBeVisible();

    const downloading = page.waitForEvent("download");
    await inspector.locator(".inspector__bar .icon-button").first().click();
    const text = await readFile(await (await downloading).path(), "utf8");
    const log = JSON.parse(text) as { entries: { step?: string; fault?: string }[] };
    expect(log.entries.map(({ step }) => step)).toContain("rebootstrap");
    expect(log.entries.map(({ fault }) => fault)).toContain("revoke-refresh-token");
  },
};

export const SITE_STORIES: readonly Story[] = [openAndMove, sideBySideUnsaved, switchAndLogOut, watchItHeal];
