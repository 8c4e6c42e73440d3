import { expect, type FrameLocator, type Page, type Response } from "@playwright/test";
import type { DemoUrls } from "./demo-stack.ts";

/** A member whom every seed contains. */
const MEMBER = { phone: "0812345678", card: "001" } as const;

/** Signs in as the owner, as a person does: a click on the first owner of the list. */
const signIn = async (page: Page, urls: DemoUrls, path = "/"): Promise<void> => {
  await page.goto(urls.managementSite + path);
  await page.getByRole("button", { name: /Owner/ }).first().click();
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
};

/** The add-on's page inside the Management Site. */
const deskIn = (page: Page): FrameLocator => page.frameLocator('iframe[title^="Loyalty Desk"]');

/**
 * Signs in and opens Loyalty Desk; resolves when its counter is there to type into and its session is active. The counter
 * comes first: whoever makes a token run out, or looks for its traces, would be too early.
 */
export const openDesk = async (page: Page, urls: DemoUrls): Promise<FrameLocator> => {
  const isExchange = (response: Response) =>
    response.url().endsWith("/v1/auth-connect/access-token") && response.status() === 201;
  await Promise.all([
    page.waitForResponse(isExchange, { timeout: 0 }),
    signIn(page, urls, "/add-ons/loyalty-desk"),
  ]);
  const desk = deskIn(page);
  await expect(desk.getByRole("searchbox")).toBeEnabled();
  return desk;
};

/** Finds a member at the counter; resolves when the points balance shows. */
export const findMember = async (desk: FrameLocator, what: string = MEMBER.phone): Promise<void> => {
  await desk.getByRole("searchbox").fill(what);
  await desk.getByRole("searchbox").press("Enter");
  await expect(desk.getByText("Points", { exact: true }).first()).toBeVisible();
};
