import { expect } from "@playwright/test";
import { ledger, openDeskAt } from "../loyalty-desk/desk.ts";
import { answerLost, inCrumbs, late, lost, outOfOrder, tooMany } from "./faults.ts";
import type { Scene, Story } from "./story.ts";

const pointsIn = async ({ urls }: Scene) => (await ledger(urls)).map(({ points }) => Number(points));

const burnAndUndo: Story = {
  name: "a member is found by phone, points are burned, the receipt is undone; each happens once",
  faults: [
    ["privage", inCrumbs("/v2/connect/profile")],
    ["privage", answerLost("POST", "/v2/connect/burn/points")],
    ["privage", late("/v2/connect/transactions", 600)],
    ["privage", answerLost("DELETE", "*")],
  ],
  tell: async (scene) => {
    const { page, urls, words } = scene;
    const desk = await openDeskAt(page, urls);
    await desk.getByRole("searchbox").fill("081-234 5678");
    await desk.getByRole("searchbox").press("Enter");
    const amount = desk.locator("form.stack input[inputmode='decimal']");
    await expect(amount).toBeFocused();
    await page.keyboard.type("31");
    await page.keyboard.press("Enter");
    await expect(desk.getByText(words.burned)).toBeVisible();
    expect(await pointsIn(scene)).toEqual([-31]);

    await page.keyboard.press("F9");
    await desk.getByRole("button", { name: words.yesUndo }).click();
    await expect(desk.locator(".receipt").getByText(words.undone, { exact: true })).toBeVisible();
    expect(await pointsIn(scene)).toEqual([-31, 31]);
  },
};

const addForMoney: Story = {
  name: "points are added for the money that was spent, once",
  faults: [
    ["privage", outOfOrder("/v2/connect/add/points", 500)],
    ["privage", tooMany("/v2/connect/transactions")],
  ],
  tell: async (scene) => {
    const { page, urls, words } = scene;
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await expect(desk.locator(".chart svg")).toBeVisible();
    await desk.locator("form.stack").getByRole("radio").nth(1).click({ force: true });
    await desk
      .locator("form.stack [role='radiogroup']")
      .nth(1)
      .getByRole("radio")
      .nth(1)
      .click({ force: true });
    await desk.locator("form.stack input[inputmode='decimal']").fill("250");
    await page.keyboard.press("Enter");
    await expect(desk.getByText(words.added)).toBeVisible();
    expect((await ledger(urls)).map(({ type }) => type)).toEqual(["ADD"]);
  },
};

const findByName: Story = {
  name: "somebody is looked for by name, and nobody by a wrong number",
  faults: [
    ["privage", lost("GET", "/v2/connect/profile")],
    ["partner", tooMany("/api/partner/v1/customers")],
  ],
  tell: async ({ page, urls, words }) => {
    const desk = await openDeskAt(page, urls);
    const search = async (text: string) => {
      await desk.getByRole("searchbox").fill(text);
      await desk.getByRole("searchbox").press("Enter");
    };
    await search("001");
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
    await search("0899999999");
    await expect(desk.getByText(words.nobody)).toBeVisible();
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeHidden();
    await search("สมหญิง");
    await expect(desk.getByText(words.namesOnlyHere)).toBeVisible();
    await desk
      .getByRole("button", { name: /สมหญิง ใจดี/ })
      .first()
      .click();
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
    await expect(page).toHaveURL(/\/members\/001$/);
  },
};

export const COUNTER_STORIES: readonly Story[] = [burnAndUndo, addForMoney, findByName];
