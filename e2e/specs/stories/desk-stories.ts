import { expect } from "@playwright/test";
import { chooseBusiness, openDeskAt } from "../loyalty-desk/desk.ts";
import { answerLost, inCrumbs, late, lost, outOfOrder, silent, tooMany } from "./faults.ts";
import type { Story } from "./story.ts";

const coupons: Story = {
  name: "a coupon set is made, a coupon of it given, checked, used once and for all, and in the history",
  faults: [
    ["privage", outOfOrder("*/coupon/sets")],
    ["privage", answerLost("POST", "/v2/connect/coupon/give")],
    ["privage", inCrumbs("/v2/connect/profile")],
    // Lost before the work: after it, nobody could tell whose doing a used coupon is.
    ["privage", lost("POST", "/v2/connect/coupon/use")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/coupons/sets" });
    await expect(desk.locator(".tiles")).toBeVisible();
    await desk.locator(".page__header button").click();
    await desk.locator("form input").first().fill("Songkran 2027");
    await desk.locator("form input[inputmode='numeric']").fill("3");
    await desk.locator("form button[type='submit']").click();
    await expect(desk.getByRole("heading", { name: "Songkran 2027" })).toBeVisible();

    await desk.locator(".shell__nav a[href='/']").click();
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    await desk.locator(".give select").selectOption({ label: "Songkran 2027 (3)" });
    await desk.locator(".give button").click();
    const given = desk.getByText(words.given);
    await expect(given).toBeVisible();
    const code = ((await given.textContent()) ?? "").replace(words.given, "");

    await desk.locator(".shell__nav a[href='/coupons']").click();
    await desk.locator("form.find input").fill(code);
    await page.keyboard.press("Enter");
    await expect(desk.locator(".checked").getByText(words.readyToUse)).toBeVisible();
    await desk.locator(".checked button").click();
    await desk.locator(".checked fieldset button").first().click();
    await expect(desk.getByText(words.used)).toBeVisible();
    await expect(desk.locator(".checked button")).toHaveCount(0);

    await desk.locator(".subnav a[href='/coupons/history']").click();
    await expect(desk.getByRole("row").filter({ hasText: code })).toContainText(words.isUsed);
  },
};

const campaigns: Story = {
  name: "campaigns are looked through by status and word",
  faults: [
    ["privage", silent("/v2/connect/campaigns")],
    ["privage", inCrumbs("/v2/connect/campaigns")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/campaigns" });
    await expect(desk.getByRole("heading", { level: 2 })).toHaveCount(4);
    await expect(desk.getByText(words.running, { exact: true }).first()).toBeVisible();
    await desk.getByRole("searchbox").fill("อเมริกาโน่");
    await expect(desk.getByRole("heading", { level: 2 })).toHaveText(["แลกแต้มรับกาแฟฟรี"]);
    await desk.getByRole("searchbox").fill("xyz");
    await expect(desk.getByText(words.noneFits)).toBeVisible();
  },
};

const sales: Story = {
  name: "the sales of a month stand there by day and branch, and an order opens to its lines",
  faults: [
    ["partner", tooMany("/api/partner/v1/sales")],
    ["partner", lost("GET", "/api/partner/v1/sales")],
    ["partner", inCrumbs("/api/partner/v1/inventory")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/sales" });
    await expect(desk.getByRole("heading", { name: words.perDay })).toBeVisible();
    await expect(desk.locator(".chart svg")).toBeVisible();
    const branches = desk.getByRole("region", { name: words.perBranch });
    await expect(branches.getByRole("row")).toHaveCount(3);
    const order = desk.getByRole("button", { name: /^CAFE01-/ }).first();
    const number = (await order.textContent()) ?? "";
    await order.click();
    await expect(desk.getByRole("heading", { name: new RegExp(number) })).toBeVisible();
    await expect(desk.getByRole("row").nth(1)).toBeVisible();
    await page.goBack();
    await expect(desk.getByRole("heading", { name: words.perDay })).toBeVisible();
  },
};

const shop: Story = {
  name: "the Haravan shop shows what it is, its orders and its products",
  faults: [
    ["haravan", late("/com/shop.json")],
    ["haravan", tooMany("/com/orders.json")],
    ["haravan", outOfOrder("/com/products.json")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/shop" });
    await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
    await desk.locator(".subnav a[href='/shop/orders']").click();
    await expect(desk.getByRole("table", { name: words.orders }).getByRole("row").nth(10)).toBeVisible();
    await desk.locator(".subnav a[href='/shop/products']").click();
    await expect(desk.getByRole("table", { name: words.products }).getByRole("row").nth(10)).toBeVisible();
  },
};

const connectShop: Story = {
  name: "an owner connects a shop whose connection is gone, and sees its orders",
  faults: [["haravan", late("*", 700)]],
  tell: async ({ page, urls, simulators, words }) => {
    const { shop: address, legacyAccessToken } = await simulators.shopToConnect();
    await simulators.disconnect(address);
    await openDeskAt(page, urls);
    await chooseBusiness(page, "PHO02");
    const desk = page.frameLocator('iframe[title^="Loyalty Desk"]');
    await desk.locator(".shell__nav a[href='/shop']").click();
    await expect(desk.getByRole("heading", { name: words.connectShop })).toBeVisible();
    await expect(async () => {
      // A token that is refused within 10 s of being given is not replaced yet: the telling before may have got one just now.
      await desk.locator("form input").first().fill(`https://${address}/admin`);
      await desk.locator("form input[type='password']").fill(legacyAccessToken);
      await desk.locator("form button[type='submit']").click();
      await expect(desk.getByRole("table", { name: words.orders })).toBeVisible({ timeout: 5_000 });
    }).toPass();
    expect(await desk.locator("body").innerHTML()).not.toContain(legacyAccessToken);
  },
};

const status: Story = {
  name: "the status shows plan, connections, permissions and keys",
  faults: [
    ["privage", outOfOrder("/v2/connect/add-on/status")],
    ["privage", lost("GET", "/v2/connect/add-on/status")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls, { path: "/status" });
    await expect(desk.getByText(words.planRunning, { exact: true }).first()).toBeVisible();
    await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
    await expect(desk.getByText("F4")).toBeVisible();
  },
};

export const DESK_STORIES: readonly Story[] = [coupons, campaigns, sales, shop, connectShop, status];
