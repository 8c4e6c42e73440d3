import { expect, test } from "@playwright/test";
import { type RunningSimulators, startSimulators } from "@privage-addons/simulator";

let simulators: RunningSimulators;
test.beforeAll(async () => {
  simulators = await startSimulators();
});
test.afterAll(() => simulators.close());

for (const name of ["privage", "partner", "haravan"] as const) {
  test(`the page of ${name} shows what is here with a clean console, in light and dark`, async ({ page }) => {
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) => complaints.push(request.url()));
    page.on("response", (response) => {
      if (response.status() >= 400 || !response.url().startsWith(simulators[name].url))
        complaints.push(response.url());
    });
    const colours: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(simulators[name].url);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("simulated");
      await expect(page.getByText("No request yet.")).toBeVisible();
      colours.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    expect(colours[0]).not.toBe(colours[1]);
    expect(complaints).toEqual([]);
  });
}

test("a button makes trouble for the chosen path, and the page shows that it struck", async ({
  page,
  request,
}) => {
  const { url } = simulators.privage;
  await page.goto(url);
  await page.getByLabel("The next call to").selectOption("GET /v2/connect/profile");
  await page.getByRole("button", { name: "503" }).click();
  await expect(page.getByRole("status")).toContainText("Armed");
  expect((await request.get(`${url}/v2/connect/campaigns`)).status()).toBe(401);
  expect((await request.get(`${url}/v2/connect/profile?token=hidden`)).status()).toBe(503);
  await expect(page.getByRole("cell", { name: "/v2/connect/profile?token=[redacted]" })).toBeVisible();
  await expect(page.getByText("No fault is armed.")).toBeVisible();
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("No request yet.")).toBeVisible();
});

test("what a request sends cannot become part of the page", async ({ page, request }) => {
  const { url } = simulators.partner;
  await request.get(`${url}/api/partner/v1/<img src=x onerror=document.title='owned'>`);
  await page.goto(url);
  await expect(page.getByRole("cell", { name: "onerror" })).toBeVisible();
  await expect(page).toHaveTitle("MeeD Partner API, simulated");
  expect(await page.locator("img").count()).toBe(0);
});
