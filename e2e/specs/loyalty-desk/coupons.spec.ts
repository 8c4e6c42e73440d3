import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { openDeskAt } from "./desk.ts";

const GIVE = { method: "POST", path: "/v2/connect/coupon/give" } as const;

test("a set without a name or a number says what to type, and nothing is sent", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  await desk.getByRole("button", { name: "Create the set" }).click();
  await expect(desk.getByText("Type a name that staff will recognise.")).toBeVisible();
  await expect(desk.getByText("Type a whole number from 1 to 10,000.")).toBeVisible();
  await expect(desk.getByRole("textbox", { name: "Name" })).toBeFocused();
  const requests = await simulators.requests("privage");
  expect(requests.filter(({ method, path }) => method === "POST" && path.includes("/coupon/sets"))).toEqual(
    [],
  );
});

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
