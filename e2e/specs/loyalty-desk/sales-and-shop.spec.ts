import { expect, test } from "../../fixtures.ts";
import { chooseBusiness, figureOf, openDeskAt } from "./desk.ts";

test("sales: the days and the branches add up to the revenue, to the last satang", async ({
  page,
  urls,
  browserComplaints,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/sales" });
  const revenue = desk.locator(".stat").filter({ hasText: "Revenue" }).locator(".stat__value");
  await expect(revenue).toBeVisible();
  await expect(desk.getByRole("img", { name: /^Revenue per day from/ })).toBeVisible();
  const branches = desk.getByRole("region", { name: "Per branch" }).getByRole("row");
  const sums = await Promise.all([1, 2].map((row) => figureOf(branches.nth(row).getByRole("cell").last())));
  // Each branch is rounded for the reader once, so two of them may be off by one satang.
  expect(Math.abs(sums.reduce((a, b) => a + b, 0) - (await figureOf(revenue)))).toBeLessThan(0.015);
  expect(browserComplaints).toEqual([]);
});

test("sales: a point of sale that is down says so, and trying again works", async ({
  page,
  urls,
  simulators,
}) => {
  await simulators.addFault("partner", {
    match: { path: "/sales" },
    fault: "status",
    status: 400,
    body: { error: "invalid_request", message: "Query parameter validation failed" },
    times: 1,
  });
  const desk = await openDeskAt(page, urls, { path: "/sales" });
  await expect(desk.getByText("The platform did not accept the details")).toBeVisible();
  await desk.getByRole("button", { name: "Try again" }).click();
  await expect(desk.getByRole("heading", { name: "Revenue per day" })).toBeVisible();
});

test("sales: a link to one order shows when, where and for how much it was sold, also after a reload", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/sales" });
  const order = desk.getByRole("button", { name: /^CAFE01-/ }).first();
  const number = (await order.textContent()) ?? "";
  await order.click();
  await expect(desk.getByRole("heading", { name: `Order ${number}` })).toBeVisible();
  await page.reload();
  await expect(desk.getByRole("heading", { name: `Order ${number}` })).toBeVisible();
  const facts = desk.locator(".facts");
  await expect(facts).toContainText("สาขา");
  await expect(facts).toContainText(/Total฿[\d,.]+/);
  await expect(
    desk
      .getByRole("table", { name: `Order ${number}` })
      .getByRole("row")
      .nth(1),
  ).toBeVisible();
});

test("shop: its owner connects it; a token that Haravan refuses is told of at its field, and none is left on the page", async ({
  page,
  urls,
  simulators,
  browserComplaints,
}) => {
  const { shop, legacyAccessToken } = await simulators.shopToConnect();
  await simulators.disconnect(shop);
  await openDeskAt(page, urls, { path: "/shop" });
  await chooseBusiness(page, "PHO02");
  const desk = page.frameLocator('iframe[title^="Loyalty Desk"]');
  await desk.getByRole("link", { name: "Shop" }).click();
  await expect(desk.getByRole("heading", { name: "Connect the Haravan shop" })).toBeVisible();
  await expect(desk.getByPlaceholder("pho02.myharavan.com")).toBeVisible();
  await desk.getByRole("button", { name: "Connect" }).click();
  await expect(desk.getByText(/Type an address that ends in .myharavan.com/)).toBeVisible();

  const address = desk.getByRole("textbox", { name: "Shop address" });
  const token = desk.getByLabel(/Access token of the shop/);
  await address.fill(`https://${shop}/admin`);
  await token.fill("not-its-token");
  await desk.getByRole("button", { name: "Connect" }).click();
  await expect(desk.getByText(/^Haravan did not accept this token/)).toBeVisible();
  await expect(token).toBeFocused();
  await expect(token).toHaveValue("");
  await expect(address).toHaveValue(`https://${shop}/admin`);

  await token.fill(legacyAccessToken);
  await desk.getByRole("button", { name: "Connect" }).click();
  await expect(desk.getByRole("table", { name: "Orders" })).toBeVisible({ timeout: 20_000 });
  expect(await desk.locator("body").innerHTML()).not.toContain(legacyAccessToken);
  // The browser reports the refusal, and nothing else.
  expect(browserComplaints.filter((complaint) => !complaint.includes("502"))).toEqual([]);
});

test("sales: a branch has its name although the first stock rows are all another's", async ({
  page,
  urls,
}) => {
  await page.route(`${urls.addOn}/partner/inventory?**`, async (route) => {
    if (new URL(route.request().url()).searchParams.has("branch_id")) return route.continue();
    const response = await route.fetch();
    const { data } = (await response.json()) as { data: { branch_id: string }[] };
    const ofFirst = data.filter(({ branch_id }) => branch_id === data[0]?.branch_id);
    return route.fulfill({
      response,
      json: { data: ofFirst, pagination: { next_cursor: "more", has_more: true, limit: 200 } },
    });
  });
  const desk = await openDeskAt(page, urls, { path: "/sales" });
  const branches = desk.getByRole("region", { name: "Per branch" }).getByRole("row");
  await expect(branches.filter({ hasText: "สาขา" })).not.toHaveCount(0);
  await expect(branches.filter({ hasText: "…" })).toHaveCount(0);
  await expect(branches.filter({ hasText: /^Branch [0-9a-f]{8}/ })).toHaveCount(0);
});

test("shop: a page of orders that cannot be read leaves those before it on the screen, and trying again brings it", async ({
  page,
  urls,
}) => {
  let isBroken = true;
  await page.route(`${urls.addOn}/haravan/com/orders.json?**`, (route) =>
    isBroken && new URL(route.request().url()).searchParams.get("page") === "2"
      ? route.fulfill({ status: 403, json: { errors: "Forbidden" } })
      : route.continue(),
  );
  const desk = await openDeskAt(page, urls, { path: "/shop/orders" });
  const rows = desk.getByRole("table", { name: "Orders" }).getByRole("row");
  await expect(rows).toHaveCount(51);
  await desk.getByRole("button", { name: "Show more" }).click();
  await expect(desk.getByRole("alert")).toBeVisible();
  await expect(rows).toHaveCount(51);
  isBroken = false;
  await desk.getByRole("button", { name: "Try again" }).click();
  await expect(desk.getByRole("alert")).toHaveCount(0);
  await expect(rows).not.toHaveCount(51);
});
