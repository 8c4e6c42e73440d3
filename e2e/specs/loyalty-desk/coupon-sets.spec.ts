/** Sets of coupons: made once, with a day on which they expire. */
import { expect, test } from "../../fixtures.ts";
import { timesAsked } from "../../simulators.ts";
import { chooseLanguage, STAFF } from "../../visitor.ts";
import { openDeskAt } from "./desk.ts";

const CREATE_SET = { method: "POST", path: "/v2/connect/coupon/sets" } as const;

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

test("rule 9: a set whose outcome is unknown is not created again, by the button or by Enter", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  await desk.getByRole("textbox", { name: "Name" }).fill("Songkran");
  await desk.getByRole("textbox", { name: "How many" }).fill("3");
  await simulators.addFault("privage", { match: CREATE_SET, fault: "commit-then-reset", times: 1 });
  await desk.getByRole("button", { name: "Create the set" }).click();
  await expect(desk.getByText("It is not known whether this was recorded")).toBeVisible({ timeout: 20_000 });
  await expect(desk.getByRole("button", { name: "Create the set" })).toBeDisabled();
  await desk.getByRole("textbox", { name: "Name" }).press("Enter");
  await desk.getByRole("button", { name: "See how it stands" }).click();
  await expect(desk.getByRole("region", { name: "Songkran" })).toHaveCount(1);
  expect(await timesAsked(simulators, CREATE_SET)).toBe(1);
});

test("one code that is pasted is counted as one", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  await desk.getByText("My own codes").click();
  const codes = desk.getByRole("textbox", { name: "Codes" });
  await codes.fill("SONGKRAN-1");
  await expect(desk.getByText("1 code", { exact: true })).toBeVisible();
  await codes.fill("SONGKRAN-1\nSONGKRAN-2");
  await expect(desk.getByText("2 codes", { exact: true })).toBeVisible();
});

test("who may not create a set is told so by its link, and whom to ask", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { staff: STAFF.viewer, path: "/coupons/sets/new" });
  await expect(desk.getByRole("heading", { name: "New coupon set" })).toBeVisible();
  await expect(desk.getByText("Your role does not include this")).toBeVisible();
  await expect(desk.getByText(/Ask the shop's owner/)).toBeVisible();
});

test("the day a set expires is chosen in the reader's words, order and era, and is a whole day at once", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  await chooseLanguage(page, "th");
  const expires = desk.getByRole("group", { name: /^หมดอายุหลังวันที่/ });
  await expires.getByRole("combobox", { name: "เดือน" }).selectOption("กุมภาพันธ์");
  const end = expires.getByText(/^ใช้ได้จนสิ้นวันที่ 2[89] ก\.พ\. 25\d\d$/);
  await expect(end).toBeVisible();
  await expires.getByRole("combobox", { name: "วัน", exact: true }).selectOption("1");
  await expires.getByRole("combobox", { name: "เดือน" }).selectOption("มกราคม");
  await expires.getByRole("combobox", { name: "ปี" }).selectOption({ index: 3 });
  const year = new Date().getFullYear() + 2 + 543;
  await expect(expires.getByText(`ใช้ได้จนสิ้นวันที่ 1 ม.ค. ${year}`)).toBeVisible();

  await desk.getByRole("textbox", { name: "ชื่อ" }).fill("ปีใหม่");
  await desk.getByRole("textbox", { name: "จำนวน" }).fill("3");
  await desk.locator("form button[type='submit']").click();
  const made = desk.getByRole("region", { name: "ปีใหม่" });
  await expect(made.getByText(`1 ม.ค. ${year}`)).toBeVisible();
});

test("no day is chosen by the first line of any of its parts", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  const expires = desk.getByRole("group", { name: /^Expires after/ });
  await expires.getByRole("combobox", { name: "Day" }).selectOption("31");
  await expect(expires.getByText(/^Until the end of 31 /)).toBeVisible();
  await expires.getByRole("combobox", { name: "Year" }).selectOption("Year");
  await expect(expires.getByText(/^Until the end of/)).toHaveCount(0);
  await expect(expires.getByRole("combobox", { name: "Day" })).toHaveValue("");
});
