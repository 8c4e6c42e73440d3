import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { balanceIn, ledger, openDeskAt } from "./desk.ts";

const STATUS = { path: "/v2/connect/add-on/status" } as const;

const statusUntil = (end_date: string) => ({
  add_on: { appconnect_id: 42, name: "Loyalty Desk", status: "ACTIVE" },
  business: { business_code: "CAFE01", name: "บ้านกาแฟริมน้ำ" },
  plan: { start_date: "2025-01-01", end_date },
  settings: { receipt_prefix: "A" },
});

test("a plan that has ended stands before every screen, says until when it ran and who can renew it", async ({
  page,
  urls,
  simulators,
}) => {
  await simulators.addFault("privage", {
    match: STATUS,
    fault: "status",
    status: 200,
    body: statusUntil("2025-12-31"),
  });
  const desk = await openDeskAt(page, urls);
  await expect(desk.getByRole("alert")).toContainText("The Loyalty Desk plan has ended");
  await expect(desk.getByRole("alert")).toContainText("31 Dec 2025");
  await expect(desk.getByRole("searchbox")).toHaveCount(0);
});

test("the status screen shows plan, settings, connections and keys", async ({ page, urls, simulators }) => {
  await simulators.addFault("privage", {
    match: STATUS,
    fault: "status",
    status: 200,
    body: statusUntil("2099-12-31"),
  });
  const desk = await openDeskAt(page, urls, { path: "/status" });
  await expect(desk.getByText("receipt_prefix")).toBeVisible();
  await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
  await expect(desk.getByText("F4")).toBeVisible();
});

test("a connection that has been used since is asked again when the status screen is opened; what was known is shown meanwhile", async ({
  page,
  urls,
}) => {
  let wasUsed = false;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`${urls.addOn}/haravan/com/**`, (route) => {
    wasUsed = true;
    return route.continue();
  });
  await page.route(`${urls.addOn}/connections`, async (route) => {
    if (wasUsed) await answered;
    const haravan = { provider: "haravan", status: wasUsed ? "ready" : "not-used-yet" };
    await route.fulfill({ json: { connections: [haravan] } });
  });
  const desk = await openDeskAt(page, urls, { path: "/status" });
  await expect(desk.getByText("Not used yet")).toBeVisible();
  await desk.getByRole("link", { name: "Shop" }).click();
  await expect(desk.getByRole("table", { name: "Orders" })).toBeVisible();
  await desk.getByRole("link", { name: "Status" }).click();
  await expect(desk.getByText("Not used yet")).toBeVisible();
  answer();
  await expect(desk.getByText("Working")).toBeVisible();
});

test("offline is said, points cannot be moved, and the desk goes on by itself", async ({
  page,
  context,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(balanceIn(desk)).toBeVisible();
  await context.setOffline(true);
  await expect(desk.getByText("You are offline")).toBeVisible();
  await expect(desk.getByRole("button", { name: /^Burn points/ })).toBeDisabled();
  await context.setOffline(false);
  await expect(desk.getByText("You are offline")).toHaveCount(0);
  await expect(desk.getByRole("button", { name: /^Burn points/ })).toBeEnabled();
  expect(await ledger(urls)).toEqual([]);
});

test("a screen that was never open is asked for offline: it comes by itself with the network", async ({
  page,
  context,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(balanceIn(desk)).toBeVisible();
  await context.setOffline(true);
  await expect(desk.getByText("You are offline")).toBeVisible();
  const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("sales-screens"));
  await desk.getByRole("link", { name: "Sales" }).click();
  await refused;
  await expect(desk.getByRole("status", { name: "Loading the screen" })).toBeVisible();
  await expect(desk.getByRole("alert")).toHaveCount(0);
  await context.setOffline(false);
  await expect(desk.getByRole("heading", { name: "Revenue per day" })).toBeVisible();
});

test("opened outside of the Management Site it says where to open it", async ({ page, urls }) => {
  await page.goto(urls.addOn);
  await expect(page.getByRole("heading", { name: "Open Loyalty Desk from Privage" })).toBeVisible();
});

test("a profile that cannot be read offers to try again, and that works", async ({
  page,
  urls,
  simulators,
}) => {
  await simulators.addFault("privage", {
    match: { path: "/v2/connect/profile" },
    fault: "status",
    status: 403,
    body: { message: "Forbidden resource", error: "Forbidden", statusCode: 403 },
    times: 1,
  });
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.getByText("Your role does not allow this")).toBeVisible();
  await desk.getByRole("button", { name: "Try again" }).click();
  await expect(balanceIn(desk)).toBeVisible();
});

test.describe("roles", () => {
  test("who may only look is told so instead of a form, and has no undo", async ({ page, urls }) => {
    const desk = await openDeskAt(page, urls, { staff: STAFF.viewer, path: "/members/001" });
    await expect(desk.getByText("You can look, but not move points")).toBeVisible();
    await expect(desk.getByRole("table").first()).toBeVisible();
    await expect(desk.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await expect(desk.getByRole("link", { name: "Sales" })).toHaveCount(0);
  });

  test("a cashier moves points, and is told so when a link leads to the sales", async ({ page, urls }) => {
    const desk = await openDeskAt(page, urls, { staff: STAFF.cashier, path: "/sales" });
    await expect(desk.getByText("Your role does not include this")).toBeVisible();
    await desk.getByRole("link", { name: "Counter" }).click();
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    await expect(desk.getByRole("textbox", { name: "Points to burn" })).toBeVisible();
  });
});

test("what is half typed is asked about before one of the desk's own links loses it", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/coupons/sets/new" });
  const name = desk.getByRole("textbox", { name: "Name" });
  await name.fill("Half a set");
  for (const link of ["Sales", "Check and use"]) {
    await desk.getByRole("link", { name: link }).click();
    const question = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await expect(question).toContainText("Leave without creating the set?");
    await question.getByRole("button", { name: "Keep" }).click();
    await expect(question).toBeHidden();
    await expect(name).toHaveValue("Half a set");
    await expect(page).toHaveURL(/\/coupons\/sets\/new$/);
  }
  await desk.getByRole("link", { name: "Sales" }).click();
  await page.getByRole("button", { name: "Leave" }).click();
  await expect(desk.getByRole("heading", { name: "Sales" })).toBeVisible();
  // Nothing is guarded any more.
  await desk.getByRole("link", { name: "Status" }).click();
  await expect(desk.getByText("Keys at the counter")).toBeVisible();
});

test("a plan that ends tomorrow ends in one day", async ({ page, urls, simulators }) => {
  const tomorrow = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Bangkok" }).format(
    Date.now() + 86_400_000,
  );
  await simulators.addFault("privage", {
    match: STATUS,
    fault: "status",
    status: 200,
    body: statusUntil(tomorrow),
  });
  const desk = await openDeskAt(page, urls, { path: "/status" });
  await expect(desk.getByText("The plan ends in 1 day", { exact: true })).toBeVisible();
  await expect(desk.getByText(/\(1 day left\)/)).toBeVisible();
});
