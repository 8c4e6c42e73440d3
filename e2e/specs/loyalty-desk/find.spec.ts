import type { FrameLocator } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { balanceIn, ledger, openDeskAt } from "./desk.ts";

test("a member is found by phone, with or without separators and country code, and by card", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls);
  for (const typed of ["0812345678", "081-234 5678", "+66 81 234 5678", "001"]) {
    await desk.getByRole("searchbox").fill(typed);
    await desk.getByRole("searchbox").press("Enter");
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk\/members\/001$/);
    await desk.getByRole("button", { name: "Next customer" }).click();
    await expect(desk.getByRole("heading", { name: "Seen on this desk" })).toBeVisible();
  }
});

test("a phone number never gets into the address", async ({ page, urls }) => {
  const addresses: string[] = [];
  page.on("framenavigated", (frame) => addresses.push(frame.url()));
  const desk = await openDeskAt(page, urls);
  await desk.getByRole("searchbox").fill("0812345678");
  await desk.getByRole("searchbox").press("Enter");
  await expect(balanceIn(desk)).toBeVisible();
  expect(addresses.filter((address) => address.includes("0812345678"))).toEqual([]);
  expect(page.url()).not.toContain("0812345678");
});

test("nobody by that number: it says so, and what to do next", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls);
  await desk.getByRole("searchbox").fill("0899999999");
  await desk.getByRole("searchbox").press("Enter");
  await expect(desk.getByText("No member for “0899999999”")).toBeVisible();
  await expect(desk.getByText(/Check the digits with the customer/)).toBeVisible();
});

test("a name finds members seen on this desk and customers of the point of sale, and says that it looks there", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls);
  await desk.getByRole("searchbox").fill("001");
  await desk.getByRole("searchbox").press("Enter");
  await expect(balanceIn(desk)).toBeVisible();

  await desk.getByRole("searchbox").fill("สมหญิง");
  await desk.getByRole("searchbox").press("Enter");
  await expect(desk.getByText(/Privage finds members by phone and card only/)).toBeVisible();
  const seen = desk.getByRole("button", { name: /สมหญิง ใจดี Seen here/ });
  await expect(seen).toBeVisible();
  await seen.click();
  await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
});

test("a deep link to a member opens them; one to nobody says what to do", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
  await page.goto(`${urls.managementSite}/add-ons/loyalty-desk/members/no-such-card`);
  await expect(desk.getByText("There is no such record")).toBeVisible();
  await expect(desk.getByRole("searchbox")).toBeVisible();
});

test("a search that finds nobody takes the member before off the screen: nobody burns the wrong person's points", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(balanceIn(desk)).toBeVisible();
  await desk.getByRole("searchbox").fill("0899999999");
  await desk.getByRole("searchbox").press("Enter");
  await expect(desk.getByText("No member for “0899999999”")).toBeVisible();
  await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeHidden();
});

test("whoever goes to another screen gives up the search, and is not fetched back", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls);
  await simulators.addFault("privage", {
    match: { path: "/v2/connect/profile" },
    fault: "hang",
    times: 1,
  });
  const givenUp = page.waitForEvent("requestfailed", (request) => request.url().includes("/connect/profile"));
  await desk.getByRole("searchbox").fill("001");
  await desk.getByRole("searchbox").press("Enter");
  await desk.getByRole("link", { name: "Sales" }).click();
  await givenUp;
  await expect(desk.getByRole("table").first()).toBeVisible();
  await expect(page).toHaveURL(/\/add-ons\/loyalty-desk\/sales$/);
});

test("who is found again while the receipt of the last movement shows starts afresh", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  const amount = desk.getByRole("textbox", { name: "Points to burn" });
  await amount.fill("3");
  await amount.press("Enter");
  await expect(desk.getByText("Burned 3 points")).toBeVisible();
  await desk.getByRole("searchbox").fill("001");
  await desk.getByRole("searchbox").press("Enter");
  await expect(amount).toBeFocused();
  await expect(amount).toHaveValue("");
  await expect(desk.getByText("Burned 3 points")).toBeHidden();
});

test("Enter while a search is under way looks for the new one, and the old answer changes nothing", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls);
  const search = desk.getByRole("searchbox");
  // The first search never gets an answer: only a new one can take its place.
  await simulators.addFault("privage", { match: { path: "/v2/connect/profile" }, fault: "hang", times: 1 });
  await search.fill("0899999999");
  await search.press("Enter");
  await expect.poll(async () => (await simulators.faults("privage")).length).toBe(0);
  await search.fill("001");
  await search.press("Enter");
  await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
  await expect(page).toHaveURL(/\/members\/001$/);
});

test("a search that gets no answer says so while it tries again, and what to do meanwhile", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(balanceIn(desk)).toBeVisible();
  await simulators.addFault("privage", {
    match: { path: "/v2/connect/profile" },
    fault: "status",
    status: 503,
  });
  await desk.getByRole("searchbox").fill("001");
  await desk.getByRole("searchbox").press("Enter");
  // The member before is still to be seen, but no longer to be served.
  await expect(desk.locator(".counter__member")).toHaveAttribute("inert");
  await expect(desk.getByText("This takes longer than usual. Trying again…")).toBeVisible();
  await expect(desk.getByText(/search for somebody else/)).toBeVisible();
  await expect(desk.getByRole("alert")).toHaveCount(0);
  await simulators.clearFaults("privage");
  await expect(desk.getByRole("textbox", { name: "Points to burn" })).toBeFocused();
  await expect(desk.locator(".counter__member")).not.toHaveAttribute("inert");
});

test("after a search that led nowhere, a member seen before opens with one press, and so does the way back", async ({
  page,
  urls,
  simulators,
}) => {
  const desk = await openDeskAt(page, urls);
  const member = desk.getByRole("heading", { name: "สมหญิง ใจดี" });
  await desk.getByRole("searchbox").fill("001");
  await desk.getByRole("searchbox").press("Enter");
  const nowhere = [
    { typed: "0899999999", shown: desk.getByText("No member for “0899999999”") },
    { typed: "somebody", shown: desk.getByRole("heading", { name: "Members called “somebody”" }) },
    { typed: "002", shown: desk.getByText("Your role does not allow this") },
  ];
  await expect(member).toBeVisible();
  for (const { typed, shown } of nowhere) {
    await desk.getByRole("button", { name: "Next customer" }).click();
    if (typed === "002")
      await simulators.addFault("privage", {
        match: { path: "/v2/connect/profile" },
        fault: "status",
        status: 403,
        times: 1,
      });
    await desk.getByRole("searchbox").fill(typed);
    await desk.getByRole("searchbox").press("Enter");
    await expect(shown).toBeVisible();
    await desk.getByRole("region", { name: "Seen on this desk" }).getByRole("button").first().click();
    await expect(member).toBeVisible();
    await expect(shown).toBeHidden();
  }
  await desk.getByRole("button", { name: "Next customer" }).click();
  await desk.getByRole("searchbox").fill("0899999999");
  await desk.getByRole("searchbox").press("Enter");
  await expect(desk.getByText("No member for “0899999999”")).toBeVisible();
  await page.goBack();
  await expect(member).toBeVisible();
  await expect(desk.getByText("No member for “0899999999”")).toBeHidden();
});

for (const { way, leave } of [
  { way: "opened meanwhile", leave: async () => {} },
  {
    way: "opened after a look at the sales",
    leave: async (desk: FrameLocator) => {
      await desk.getByRole("link", { name: "Sales" }).click();
      await expect(desk.getByRole("heading", { name: "Sales" })).toBeVisible();
      await desk.getByRole("link", { name: "Counter" }).click();
    },
  },
])
  test(`a late answer does not take the place of a member ${way}`, async ({ page, urls }) => {
    const desk = await openDeskAt(page, urls);
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    await desk.getByRole("button", { name: "Next customer" }).click();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(`${urls.addOn}/privage/v2/connect/profile?card_no=002`, async (route) => {
      await answered;
      await route.continue();
    });
    const asked = page.waitForRequest(/card_no=002/);
    await desk.getByRole("searchbox").fill("002");
    await desk.getByRole("searchbox").press("Enter");
    await asked;
    await leave(desk);
    await desk.getByRole("region", { name: "Seen on this desk" }).getByRole("button").first().click();
    await expect(desk.getByRole("heading", { name: "สมหญิง ใจดี" })).toBeVisible();
    answer();
    const amount = desk.getByRole("textbox", { name: "Points to burn" });
    await amount.fill("4");
    await amount.press("Enter");
    await expect(desk.getByText("Burned 4 points")).toBeVisible();
    expect((await ledger(urls)).map(({ card_no }) => card_no)).toEqual(["001"]);
    await expect(page).toHaveURL(/\/members\/001$/);
  });

test("a phone number is found in Thai digits, and as the point of sale writes it", async ({ page, urls }) => {
  const desk = await openDeskAt(page, urls);
  const member = desk.getByRole("heading", { name: "สมหญิง ใจดี" });
  await desk.getByRole("searchbox").fill("๐๘๑-๒๓๔ ๕๖๗๘");
  await expect(desk.getByText("Looking for a phone number")).toBeVisible();
  await desk.getByRole("searchbox").press("Enter");
  await expect(member).toBeVisible();
  await desk.getByRole("searchbox").fill("๐๐๑");
  await desk.getByRole("searchbox").press("Enter");
  await expect(member).toBeVisible();

  for (const { name, phone } of [
    { name: "Somying", phone: "+66 81 234 5678" },
    { name: "Somyos", phone: "081-234-5678" },
  ]) {
    await desk.getByRole("button", { name: "Next customer" }).click();
    await page.route(`${urls.addOn}/partner/customers?**`, (route) =>
      route.fulfill({
        json: {
          data: [{ id: "c1", first_name: name, phone }],
          pagination: { next_cursor: null, has_more: false, limit: 10 },
        },
      }),
    );
    await desk.getByRole("searchbox").fill(name);
    await desk.getByRole("searchbox").press("Enter");
    await desk.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await expect(member).toBeVisible();
  }
});
