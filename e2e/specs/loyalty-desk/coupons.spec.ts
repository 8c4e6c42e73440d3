/** Coupons of members: given, checked, used and taken back. */
import { expect, test } from "../../fixtures.ts";
import { timesAsked } from "../../simulators.ts";
import { STAFF } from "../../visitor.ts";
import { openDeskAt } from "./desk.ts";

const GIVE = { method: "POST", path: "/v2/connect/coupon/give" } as const;
const HISTORY = { method: "GET", path: "/v2/connect/coupon/give/history" } as const;
const CREATE_SET = { method: "POST", path: "/v2/connect/coupon/sets" } as const;

test("rule 9: a coupon whose answer was lost is given once, and can be taken back", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.getByRole("button", { name: "Give coupon" })).toBeEnabled();
  await simulators.addFault("privage", { match: GIVE, fault: "commit-then-reset", times: 1 });
  await desk.getByRole("button", { name: "Give coupon" }).click();
  await expect(desk.getByText(/^Given: /)).toBeVisible({ timeout: 20_000 });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  await expect(coupons.getByRole("row").filter({ hasText: "Ready to use" })).toHaveCount(1);
  await coupons.getByRole("button", { name: "Take back" }).click();
  await coupons.getByRole("button", { name: "Yes, take back" }).click();
  await expect(coupons.getByText("Taken back", { exact: true }).first()).toBeVisible();
});

test("rule 9: pressing “Try again” twice gives one coupon", async ({ page, urls, simulators }) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  await simulators.addFault("privage", { match: GIVE, fault: "status", status: 429, times: 1 });
  await coupons.getByRole("button", { name: "Give coupon" }).click();
  await expect(coupons.getByText("Nothing was recorded")).toBeVisible({ timeout: 20_000 });
  await simulators.addFault("privage", { match: GIVE, fault: "delay", delayMs: 1_000, times: 1 });
  await coupons.getByRole("button", { name: "Try again" }).dblclick();
  await expect(coupons.getByText(/^Given: /)).toBeVisible({ timeout: 20_000 });
  await expect(coupons.getByRole("button", { name: "Give coupon" })).toBeEnabled();
  await expect(coupons.getByRole("row").filter({ hasText: "Ready to use" })).toHaveCount(1);
  expect(await timesAsked(simulators, GIVE)).toBe(2);
});

test("rule 9: a coupon whose outcome is unknown cannot be given again before one has looked", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  const give = coupons.getByRole("button", { name: "Give coupon" });
  await expect(give).toBeEnabled();
  await simulators.addFault("privage", { match: GIVE, fault: "commit-then-reset", times: 1 });
  await simulators.addFault("privage", { match: HISTORY, fault: "status", status: 403, times: 1 });
  await give.click();
  await expect(coupons.getByText("It is not known whether this was recorded")).toBeVisible({
    timeout: 20_000,
  });
  await expect(give).toBeDisabled();

  // A look that fails settles nothing.
  const look = coupons.getByRole("button", { name: "See how it stands" });
  await simulators.addFault("privage", { match: HISTORY, fault: "status", status: 403, times: 1 });
  await look.click();
  await expect(coupons.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(give).toBeDisabled();

  await look.click();
  await expect(coupons.getByRole("row").filter({ hasText: "Ready to use" })).toHaveCount(1);
  await expect(look).toHaveCount(0);
  await expect(give).toBeEnabled();
});

test("what is chosen to give stays what is given when the chosen set has run out", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  await desk.getByRole("textbox", { name: "Name" }).fill("One of one");
  await desk.getByRole("textbox", { name: "How many" }).fill("1");
  await desk.getByRole("button", { name: "Create the set" }).click();
  await expect(desk.getByRole("region", { name: "One of one" })).toBeVisible();
  await desk.getByRole("link", { name: "Counter" }).click();
  await desk.getByRole("searchbox").fill("0812345678");
  await desk.getByRole("searchbox").press("Enter");
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  const sets = coupons.getByRole("combobox", { name: "Coupon to give" });
  await sets.selectOption("One of one (1)");
  await coupons.getByRole("button", { name: "Give coupon" }).click();
  await expect(coupons.getByText(/^Given: /)).toBeVisible();
  await expect(sets.getByRole("option", { name: /^One of one/ })).toHaveCount(0);
  const next = (await sets.locator("option:checked").textContent())?.replace(/ \(.*/, "") ?? "";
  await coupons.getByRole("button", { name: "Give coupon" }).click();
  await expect(coupons.getByRole("row").filter({ hasText: next })).toHaveCount(1);
});

test("a member's coupons go on behind “Show more”, and sets beyond the first hundred can be given and have names", async ({
  page,
  urls,
}) => {
  const historyAsked = page.waitForRequest((request) => request.url().includes("member_id="));
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const asked = await historyAsked;
  const headers = {
    authorization: (await asked.headerValue("authorization")) ?? "",
    "content-type": "application/json",
  };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(urls.privage + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
    return response.json();
  };
  let last: unknown;
  for (let set = 1; set <= 100; set++)
    last = await post(CREATE_SET.path, { name: `Set ${set}`, type: "AUTO_GENERATE" });
  const { coupon_set_id } = last as { coupon_set_id: number };
  const member_id = new URL(asked.url()).searchParams.get("member_id");
  for (let coupon = 1; coupon <= 51; coupon++) await post(GIVE.path, { coupon_set_id, member_id });

  await page.reload();
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  await expect(coupons.getByRole("option", { name: "Set 100" })).toHaveCount(1);
  const rows = coupons.getByRole("row").filter({ hasText: "Ready to use" });
  await expect(rows).toHaveCount(50);
  await expect(rows.filter({ hasText: "Set 100" })).toHaveCount(50);
  await coupons.getByRole("button", { name: "Show more" }).click();
  await expect(rows).toHaveCount(51);
  await expect(coupons.getByRole("button", { name: "Show more" })).toHaveCount(0);
});

test("a member's coupons stay on the screen when they cannot be read again", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  const rows = coupons.getByRole("row").filter({ hasText: "Ready to use" });
  const give = coupons.getByRole("button", { name: "Give coupon" });
  await give.click();
  await expect(rows).toHaveCount(1);
  await simulators.addFault("privage", { match: HISTORY, fault: "status", status: 403, times: 1 });
  await give.click();
  await expect(coupons.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(rows).toHaveCount(1);
  await coupons.getByRole("button", { name: "Try again" }).click();
  await expect(rows).toHaveCount(2);
});

test("who took a coupon back by keyboard goes on from there, not from the top of the page", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  await coupons.getByRole("button", { name: "Give coupon" }).click();
  await coupons.getByRole("button", { name: "Take back" }).press("Enter");
  await coupons.getByRole("button", { name: "Yes, take back" }).press("Enter");
  await expect(coupons.getByText("Taken back", { exact: true })).toBeVisible();
  await expect(coupons.getByRole("button", { name: "Take back" })).toHaveCount(0);
  expect(await coupons.evaluate((card) => card.contains(card.ownerDocument.activeElement))).toBe(true);
});

test("a coupon that was used or taken back is read again once", async ({ page, urls, simulators }) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  const ready = coupons.getByRole("row").filter({ hasText: "Ready to use" });
  for (const count of [1, 2]) {
    await coupons.getByRole("button", { name: "Give coupon" }).click();
    await expect(ready).toHaveCount(count);
  }
  const lists = await timesAsked(simulators, HISTORY);
  await ready.first().getByRole("button", { name: "Take back" }).click();
  await coupons.getByRole("button", { name: "Yes, take back" }).click();
  await expect(ready).toHaveCount(1);
  expect(await timesAsked(simulators, HISTORY)).toBe(lists + 1);

  const link = ready.getByRole("button").first();
  const check = { method: "GET", path: `/v2/connect/coupon/check/${await link.textContent()}` };
  await link.click();
  await desk.getByRole("button", { name: "Mark as used" }).click();
  await desk.getByRole("button", { name: "Yes, use it" }).click();
  await expect(desk.getByText("Used", { exact: true }).first()).toBeVisible();
  await expect(desk.getByRole("button", { name: "Mark as used" })).toHaveCount(0);
  // To be shown, by the SDK before it is used, and after that.
  expect(await timesAsked(simulators, check)).toBe(3);
});

test("a coupon that cannot be checked again shows no state of before, and no way to use it", async ({
  page,
  urls,
  simulators,
}) => {
  const code = "CAFE01-0001";
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const coupons = desk.getByRole("region", { name: "Coupons of this member" });
  await coupons
    .getByRole("combobox", { name: "Coupon to give" })
    .selectOption({ label: "บัตรของขวัญพาร์ตเนอร์ (20)" });
  await coupons.getByRole("button", { name: "Give coupon" }).click();
  await coupons.getByRole("button", { name: code }).click();
  const use = desk.getByRole("button", { name: "Mark as used" });
  await expect(use).toBeEnabled();
  const check = { method: "GET", path: `/v2/connect/coupon/check/${code}` };
  await simulators.addFault("privage", { match: check, fault: "status", status: 403, times: 1 });
  await desk.getByRole("textbox", { name: "Coupon code" }).fill(code);
  await desk.getByRole("textbox", { name: "Coupon code" }).press("Enter");
  await expect(desk.getByRole("alert")).toBeVisible();
  await expect(use).toHaveCount(0);
  await expect(desk.getByText("Ready to use")).toHaveCount(0);
  await desk.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await expect(use).toBeEnabled();
});

test("an unknown code says what to compare", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/check/NO-SUCH-CODE" });
  await expect(desk.getByText("There is no coupon “NO-SUCH-CODE”")).toBeVisible();
  await expect(desk.getByText(/look alike/)).toBeVisible();
});

test("who may only look sees coupons, but no button that would change one", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { staff: STAFF.viewer, path: "/coupons/sets" });
  await expect(desk.getByRole("heading", { name: "Coupon sets" })).toBeVisible();
  await expect(desk.getByRole("button", { name: "New coupon set" })).toHaveCount(0);
});
