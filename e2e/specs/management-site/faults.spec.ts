import type { FrameLocator, Locator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";
import { openInspector, waitForDesk } from "./site.ts";

/** The desk's next call to Privage: it finds a member anew. */
const useDesk = (desk: FrameLocator) => findMember(desk, "001");

const episode = (inspector: Locator, name: string) =>
  inspector.getByRole("heading", { level: 4, name: new RegExp(`^${name}`) });

/** What stays until it is switched off is told as a switch; what strikes once was never "on". */
const LASTING = ["Slow network", "Platform down"];

const press = async (page: Page, name: string, platform = "Privage", outcome = "on") => {
  const inspector = page.getByRole("region", { name: "Handoff inspector" });
  await inspector.getByRole("button", { name, exact: true }).click();
  const mark = `You: ${name} · ${platform}${LASTING.includes(name) ? ` (${outcome})` : ""}`;
  await expect(inspector.getByText(mark, { exact: true }).first()).toBeVisible();
};

test.describe("the fault buttons", () => {
  test("expire the access token: the add-on renews it and the person sees data", async ({ page, urls }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Expire access token");
    await useDesk(desk);
    await expect(episode(inspector, "Renewal")).toBeVisible();
    await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
  });

  test("revoke the refresh token: the add-on starts again through the site", async ({ page, urls }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Revoke refresh token");
    await useDesk(desk);
    await expect(episode(inspector, "Fresh start through the site")).toBeVisible();
    await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
  });

  test("lose the next answer: the person still sees data, and the fault is spent", async ({ page, urls }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Lose next answer");
    const button = inspector.getByRole("button", { name: "Lose next answer" });
    await expect(button).toHaveAttribute("data-armed");
    await useDesk(desk);
    await expect(button).not.toHaveAttribute("data-armed");
  });

  test("slow the network down and up again", async ({ page, urls }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Slow network");
    const button = inspector.getByRole("button", { name: "Slow network" });
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await useDesk(desk);

    await page.reload();
    await openInspector(page);
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", "false");
    await expect(inspector.getByText("Slow network is off at Privage.")).toBeVisible();
  });

  test("take the platform down: the add-on says so, and heals by itself when it is back", async ({
    page,
    urls,
  }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Platform down");
    await desk.getByRole("searchbox").fill("001");
    await desk.getByRole("searchbox").press("Enter");
    // The add-on tries again for a while before it says so.
    await expect(desk.getByRole("alert").first()).toBeVisible({ timeout: 30_000 });
    await press(page, "Expire access token");

    await inspector.getByRole("button", { name: "Platform down" }).click();
    await expect(inspector.getByText("Platform down is off at Privage.")).toBeVisible();
    await useDesk(desk);
    await expect(episode(inspector, "Renewal")).toBeVisible();
    await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
  });

  test("reload the frame: a second opening, with a new token", async ({ page, urls }) => {
    await openDesk(page, urls);
    const inspector = await openInspector(page);
    await expect(episode(inspector, "Opening")).toHaveCount(1);
    await inspector.getByRole("button", { name: "Reload frame" }).click();
    await waitForDesk(page);
    await expect(episode(inspector, "Opening")).toHaveCount(2);
    await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
  });

  test("take the platform down for an add-on that opens: the desk says it waits, the inspector names the fault and ends it", async ({
    page,
    urls,
  }) => {
    await openDesk(page, urls);
    const inspector = await openInspector(page);
    await press(page, "Platform down");
    await inspector.getByRole("button", { name: "Reload frame" }).click();
    const desk = await waitForDesk(page);
    await expect(desk.getByText("Privage does not answer. Trying again…")).toBeVisible();
    await expect(desk.getByText(/continues by itself/)).toBeVisible();
    const session = inspector.getByRole("region", { name: "Session" });
    await expect(session).toContainText("No session comes about: you switched on “Platform down”.");

    await session.getByRole("button", { name: "Switch it off" }).click();
    await expect(session.getByText("Active", { exact: true })).toBeVisible();
    await expect(session.getByRole("button", { name: "Switch it off" })).toHaveCount(0);
    await expect(desk.getByText("Privage does not answer. Trying again…")).toHaveCount(0);
  });

  test("let MeeD's token expire: the add-on's server gets a new one, and the person sees sales", async ({
    page,
    urls,
    simulators,
  }) => {
    const desk = await openDesk(page, urls);
    await desk.getByRole("link", { name: "Sales" }).click();
    await expect(desk.getByRole("heading", { name: "Revenue per day" })).toBeVisible();
    const inspector = await openInspector(page);
    await inspector.getByRole("radio", { name: "MeeD" }).click();
    await expect(inspector.getByRole("button", { name: "Revoke refresh token" })).toHaveCount(0);
    await press(page, "Expire access token", "MeeD");

    const before = (await simulators.requests("partner")).length;
    await desk.getByText("7 days", { exact: true }).click();
    await expect(async () => {
      // The server asks for no second token within 10 s of the first: here both come in one breath.
      const again = desk.getByRole("button", { name: "Try again" });
      if (await again.isVisible()) await again.click();
      await expect(desk.getByRole("heading", { name: "Revenue per day" })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    const seen = (await simulators.requests("partner")).slice(before);
    expect(seen.map(({ status }) => status)).toContain(401);
    const renewed = seen.filter(({ path }) => path.endsWith("/oauth/token")).map(({ status }) => status);
    expect(renewed).toEqual([200]);
    expect(seen.at(-1)?.status).toBe(200);
  });

  test("lose Haravan's next answer and slow it down: the person sees the shop, and the tab is marked", async ({
    page,
    urls,
    simulators,
  }) => {
    const desk = await openDesk(page, urls);
    const inspector = await openInspector(page);
    await inspector.getByRole("radio", { name: "Haravan" }).click();
    await press(page, "Slow network", "Haravan");
    await press(page, "Lose next answer", "Haravan");
    await inspector.getByRole("radio", { name: "Privage" }).click();
    await expect(inspector.getByRole("radio", { name: "Haravan (has a fault)" })).toBeVisible();
    await desk.getByRole("link", { name: "Shop" }).click();
    await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
    const faults = (await simulators.faults("haravan")).map(({ fault }) => fault);
    expect(faults).toEqual(["delay"]);
    expect(await simulators.faults("privage")).toEqual([]);
  });

  test("say so when the simulator does not take the fault", async ({ page, urls }) => {
    await openDesk(page, urls);
    await page.route(`${urls.privage}/_sim/**`, (route) => route.abort());
    const inspector = await openInspector(page);
    await press(page, "Platform down", "Privage", "refused");
    await expect(inspector.getByText("Privage did not take the fault.")).toBeVisible();
  });
});
