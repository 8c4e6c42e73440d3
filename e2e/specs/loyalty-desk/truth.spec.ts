/** Points move exactly once, and the counter tells the truth about it, while the platform misbehaves (rule 9). */
import type { FrameLocator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { ledger, openDeskAt } from "./desk.ts";

const BURN = { method: "POST", path: "/v2/connect/burn/points" } as const;
const LEDGER = { method: "GET", path: "/v2/connect/transactions" } as const;

const burn = async (desk: FrameLocator, points: string) => {
  const amount = desk.getByRole("textbox", { name: "Points to burn" });
  await amount.fill(points);
  await amount.press("Enter");
};

const openMember = async (page: Page, urls: Parameters<typeof openDeskAt>[1]) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.getByRole("table").first()).toBeVisible();
  return desk;
};

test("rule 9: an answer that was lost after the work is still a receipt, and nothing is burned twice", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "commit-then-reset", times: 1 });
  await burn(desk, "31");
  await expect(desk.getByText("Burned 31 points")).toBeVisible();
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-31]);
});

test("rule 9: a request that was lost before the work happens in the end, once", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "reset", times: 1 });
  await burn(desk, "32");
  await expect(desk.getByText("Burned 32 points")).toBeVisible({ timeout: 20_000 });
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-32]);
});

test("rule 9: a platform that stays down is told as nothing recorded, and trying again is offered and works", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "status", status: 503, times: 4 });
  await burn(desk, "33");
  await expect(desk.getByText("Nothing was recorded")).toBeVisible({ timeout: 40_000 });
  expect(await ledger(urls)).toEqual([]);
  await desk.getByRole("button", { name: "Try again" }).click();
  await expect(desk.getByText("Burned 33 points")).toBeVisible({ timeout: 20_000 });
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-33]);
});

test("rule 9: when the ledger cannot be read either, the outcome is unknown, repeating is not offered, and a later look settles it", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "commit-then-reset", times: 1 });
  await simulators.addFault("privage", { match: LEDGER, fault: "status", status: 403, times: 1 });
  await burn(desk, "34");
  await expect(desk.getByText("It is not known whether this was recorded")).toBeVisible({ timeout: 30_000 });
  const desks = desk.getByRole("region", { name: "Add or burn points" });
  await expect(desks.getByRole("button")).toHaveText(["Check again"]);
  await desk.getByRole("button", { name: "Check again" }).click();
  await expect(desk.getByText("Burned 34 points")).toBeVisible({ timeout: 30_000 });
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-34]);
});

test("a refusal is told as one, and the amount can be changed", async ({ page, urls, simulators }) => {
  const desk = await openMember(page, urls);
  const body = { message: "Insufficient points", error: "Bad Request", statusCode: 400 };
  await simulators.addFault("privage", { match: BURN, fault: "status", status: 400, body, times: 1 });
  await burn(desk, "35");
  await expect(desk.getByText("Privage refused this")).toBeVisible();
  await desk.getByRole("button", { name: "Change the amount" }).click();
  await expect(desk.getByRole("textbox", { name: "Points to burn" })).toBeFocused();
  expect(await ledger(urls)).toEqual([]);
});

test("undoing is exactly once too: its lost answer is found in the ledger", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await burn(desk, "36");
  await expect(desk.getByText("Burned 36 points")).toBeVisible();
  await simulators.addFault("privage", { match: { method: "DELETE" }, fault: "commit-then-reset", times: 1 });
  await page.keyboard.press("F9");
  await page.keyboard.press("Enter");
  await expect(desk.getByText("Undone", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-36, 36]);
});

test("whoever searches for the next customer while points are being recorded still hears what became of them", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "commit-then-reset", times: 1 });
  await simulators.addFault("privage", { match: LEDGER, fault: "delay", delayMs: 3_000, times: 1 });
  await burn(desk, "37");
  await expect.poll(async () => (await ledger(urls)).length).toBe(1);
  await desk.getByRole("searchbox").fill("0898765432");
  await desk.getByRole("searchbox").press("Enter");
  const toast = page.getByRole("status").filter({ hasText: "สมหญิง ใจดี: Burned 37 points" });
  await expect(toast).toBeVisible({ timeout: 30_000 });
  await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeHidden();
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-37]);
});

test("a movement that is found by checking again was recorded when the ledger says", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await simulators.addFault("privage", { match: BURN, fault: "commit-then-reset", times: 1 });
  await simulators.addFault("privage", { match: LEDGER, fault: "status", status: 403, times: 1 });
  await burn(desk, "38");
  await expect(desk.getByText("It is not known whether this was recorded")).toBeVisible({ timeout: 30_000 });
  await page.route(`${urls.addOn}/privage/v2/connect/transactions?**`, async (route) => {
    const response = await route.fetch();
    const { data, ...rest } = (await response.json()) as { data: { created_at: string }[] };
    const movedBack = data.map((line) => ({ ...line, created_at: "2026-01-02T03:04:05Z" }));
    await route.fulfill({ response, json: { ...rest, data: movedBack } });
  });
  await desk.getByRole("button", { name: "Check again" }).click();
  await expect(desk.getByText("Burned 38 points")).toBeVisible({ timeout: 30_000 });
  await expect(desk.locator(".receipt")).toContainText("2 Jan 2026, 10:04");
});

test("an undo from the history that is lost in an outage stays on the screen as not known, with the lines, until a later look settles it", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openMember(page, urls);
  await burn(desk, "39");
  const history = desk.getByRole("region", { name: "Points history" });
  const line = history.getByRole("row").filter({ hasText: "-39" }).first();
  await expect(line).toBeVisible();
  await simulators.addFault("privage", { match: { method: "DELETE" }, fault: "commit-then-reset", times: 1 });
  await simulators.addFault("privage", { match: LEDGER, fault: "status", status: 403 });
  await line.getByRole("button", { name: "Undo" }).click();
  await line.getByRole("button", { name: "Yes, undo" }).click();
  await expect(history.getByText("It is not known whether this was recorded")).toBeVisible();
  // The list could not be read again either; both are said, and nothing is taken away.
  await expect(history.getByText("Your role does not allow this")).toBeVisible();
  await expect(history.getByText("It is not known whether this was recorded")).toBeVisible();
  await expect(line).toBeVisible();

  await simulators.clearFaults("privage");
  await history.getByRole("button", { name: "See how it stands" }).click();
  await expect(history.getByText("Undone. The balance is up to date.")).toBeVisible();
  await expect(history.getByRole("row").filter({ hasText: "+39" }).first()).toBeVisible();
  await expect(history.getByText("Your role does not allow this")).toBeHidden();
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-39, 39]);
});

test("an undo that another counter has already done is found out by checking again", async ({
  page,
  urls,
}) => {
  const desk = await openMember(page, urls);
  await burn(desk, "40");
  await expect(desk.getByText("Burned 40 points")).toBeVisible();
  // The work is done, but this counter hears only that it was done before.
  await page.route(`${urls.addOn}/privage/v2/connect/transactions/*`, async (route) => {
    await route.fetch();
    await route.fulfill({
      status: 409,
      json: { message: "Transaction has already been voided", error: "Conflict", statusCode: 409 },
    });
  });
  await page.keyboard.press("F9");
  await page.keyboard.press("Enter");
  await expect(desk.getByText("Privage refused this")).toBeVisible();
  await desk.getByRole("button", { name: "Check again" }).click();
  await expect(desk.getByText("Undone", { exact: true }).first()).toBeVisible();
  expect((await ledger(urls)).map(({ points }) => Number(points))).toEqual([-40, 40]);
});
