import { expect, type Frame, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { DemoUrls } from "../../demo-stack.ts";
import { STAFF } from "../../visitor.ts";

export interface Opening {
  readonly staff?: (typeof STAFF)[keyof typeof STAFF];
  /** The desk's own path. */
  readonly path?: string;
}

export const deskOf = (page: Page): FrameLocator => page.frameLocator('iframe[title^="Loyalty Desk"]');

/** The desk's own document, for what a locator cannot do. */
export const deskFrame = (page: Page, urls: DemoUrls): Frame => {
  const frame = page.frames().find((each) => each.url().startsWith(urls.addOn));
  if (!frame) throw new Error("The desk is not on this page.");
  return frame;
};

/** Signs in and opens the desk at a path; resolves when the desk's own navigation is there. */
export const openDeskAt = async (
  page: Page,
  urls: DemoUrls,
  opening: Opening = {},
): Promise<FrameLocator> => {
  const { staff = STAFF.owner, path = "/" } = opening;
  await page.goto(`${urls.managementSite}/add-ons/loyalty-desk${path === "/" ? "" : path}`);
  await page.getByRole("button", { name: staff }).click();
  const desk = deskOf(page);
  await expect(desk.getByRole("navigation").first()).toBeVisible();
  return desk;
};

/** Changes to the other business, as a person does. */
export const chooseBusiness = async (page: Page, code: string): Promise<void> => {
  await page.locator(".business-switcher").click();
  await page.getByRole("menuitemradio", { name: new RegExp(code) }).click();
  await expect(deskOf(page).getByRole("navigation").first()).toBeVisible();
};

/** The points balance that the desk shows, as it is written there. */
export const balanceIn = (desk: FrameLocator): Locator => desk.getByTestId("balance");

/** Reads a figure written in English: `4,571.83`. */
export const figureOf = async (locator: Locator): Promise<number> =>
  Number(((await locator.textContent()) ?? "").replace(/[^\d.-]/g, ""));

export interface Movement {
  readonly business_code: string;
  readonly card_no?: string;
  readonly type: string;
  readonly points: number;
  readonly ref_no: string | null;
}

/** Every movement since the last reset, from the simulator's own books. */
export const ledger = async (urls: DemoUrls): Promise<readonly Movement[]> => {
  const response = await fetch(`${urls.privage}/_sim/ledger`);
  return ((await response.json()) as { movements: Movement[] }).movements;
};
