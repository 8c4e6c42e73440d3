import type { FrameLocator } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { openDeskAt } from "./desk.ts";

const CAMPAIGNS = { path: "/v2/connect/campaigns" } as const;

const titlesIn = (desk: FrameLocator) => desk.getByRole("heading", { level: 2 });

test("every campaign stands there with what it costs and when, running ones first", async ({
  page,
  urls,
  browserComplaints,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/campaigns" });
  await expect(titlesIn(desk)).toHaveText(["แลกแต้มรับกาแฟฟรี", "พุธคู่", "เค้กวันเกิด", "สมาชิกใหม่"]);
  const cake = desk.getByRole("region", { name: "เค้กวันเกิด" });
  await expect(cake).toContainText("Coming");
  await expect(cake).toContainText("120.5 points");
  await expect(cake).toContainText("แลกเค้ก 1 ชิ้นในเดือนเกิด");
  await expect(cake).toContainText("No end");
  await expect(desk.getByRole("region", { name: "พุธคู่" })).toContainText("No points needed");
  expect(browserComplaints).toEqual([]);
});

test("campaigns are found by status and by word; when none fits, it says so and leads back to all", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls, { path: "/campaigns" });
  const search = desk.getByRole("searchbox", { name: "Find a campaign" });
  await desk.getByText("Over", { exact: true }).first().click();
  await expect(titlesIn(desk)).toHaveText(["สมาชิกใหม่"]);
  // Also found by its description.
  await desk.getByText("All", { exact: true }).click();
  await search.fill("อเมริกาโน่");
  await expect(titlesIn(desk)).toHaveText(["แลกแต้มรับกาแฟฟรี"]);

  await desk.getByText("Coming", { exact: true }).first().click();
  await expect(desk.getByText("No campaign fits")).toBeVisible();
  await desk.getByRole("button", { name: "Show all campaigns" }).click();
  await expect(titlesIn(desk)).toHaveCount(4);
  await expect(search).toHaveValue("");
});

test("a business without campaigns is told where they are made, and gets nothing to filter", async ({
  page,
  urls,
  simulators,
}) => {
  await simulators.addFault("privage", {
    match: CAMPAIGNS,
    fault: "status",
    status: 200,
    body: { data: [], page: 1, size: 100, total: 0 },
  });
  const desk = await openDeskAt(page, urls, { path: "/campaigns" });
  await expect(desk.getByText("No campaigns")).toBeVisible();
  await expect(desk.getByText(/Campaigns are made in Privage/)).toBeVisible();
  await expect(desk.getByRole("searchbox")).toHaveCount(0);
});

test("more campaigns than one page holds are fetched when asked for", async ({ page, urls, simulators }) => {
  const campaign = (campaign_id: number) => ({
    campaign_id,
    name: `Campaign ${campaign_id}`,
    description: "",
    status: "ACTIVE",
    points_required: 10,
    start_date: "2026-01-01T00:00:00Z",
    end_date: null,
    image_url: null,
  });
  for (const page of [1, 2]) {
    await simulators.addFault("privage", {
      match: CAMPAIGNS,
      fault: "status",
      status: 200,
      body: { data: [campaign(page)], page, size: 100, total: 101 },
      times: 1,
    });
  }
  const desk = await openDeskAt(page, urls, { path: "/campaigns" });
  await expect(titlesIn(desk)).toHaveText(["Campaign 1"]);
  await desk.getByRole("button", { name: "Show more" }).click();
  await expect(titlesIn(desk)).toHaveText(["Campaign 1", "Campaign 2"]);
  await expect(desk.getByRole("button", { name: "Show more" })).toHaveCount(0);
});

test("campaigns that cannot be read say why and what to do, and trying again works", async ({
  page,
  urls,
  simulators,
}) => {
  await simulators.addFault("privage", {
    match: CAMPAIGNS,
    fault: "status",
    status: 403,
    body: { message: "Forbidden resource", error: "Forbidden", statusCode: 403 },
    times: 1,
  });
  const desk = await openDeskAt(page, urls, { path: "/campaigns" });
  await expect(desk.getByRole("alert")).toContainText("Your role does not allow this");
  await expect(desk.getByRole("alert")).toContainText("Ask the shop's owner");
  await desk.getByRole("button", { name: "Try again" }).click();
  await expect(titlesIn(desk)).toHaveCount(4);
});
