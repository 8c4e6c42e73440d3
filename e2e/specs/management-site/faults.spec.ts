import type { FrameLocator, Locator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";
import { openInspector, waitForDesk } from "./site.ts";

/** The desk's next call to Privage: it finds a member anew. */
const useDesk = (desk: FrameLocator) => findMember(desk, "001");

const episode = (inspector: Locator, name: string) =>
  inspector.getByRole("heading", { level: 4, name: new RegExp(`^${name}`) });

const press = async (page: Page, name: string) => {
  const inspector = page.getByRole("region", { name: "Handoff inspector" });
  await inspector.getByRole("button", { name, exact: true }).click();
  await expect(inspector.getByText(new RegExp(`^You: ${name} \\(`)).first()).toBeVisible();
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

  test("slow the network down and up again", async ({ page, urls, simulators }) => {
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
    await expect(inspector.getByText("Slow network is off.")).toBeVisible();
    await simulators.reset("privage");
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
    await expect(inspector.getByText("Platform down is off.")).toBeVisible();
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

  test("say so when the simulator does not take the fault", async ({ page, urls }) => {
    await openDesk(page, urls);
    await page.route(`${urls.privage}/_sim/**`, (route) => route.abort());
    const inspector = await openInspector(page);
    await press(page, "Platform down");
    await expect(inspector.getByText("Privage did not take the fault.")).toBeVisible();
  });
});
