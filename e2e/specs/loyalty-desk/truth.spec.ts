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
