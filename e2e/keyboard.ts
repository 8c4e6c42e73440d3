import { expect, type Locator, type Page } from "@playwright/test";

/** Where the focus is, over all frames of a page, as a text that is another one after every move. */
const focusOf = async (page: Page): Promise<string> => {
  const places = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() => {
        const known = globalThis as { focusPlaces?: Element[] };
        known.focusPlaces ??= [];
        const element = document.activeElement ?? document.documentElement;
        if (!known.focusPlaces.includes(element)) known.focusPlaces.push(element);
        return `${document.hasFocus() ? "focused" : "not"} ${known.focusPlaces.indexOf(element)}`;
      }),
    ),
  );
  return places.join(", ");
};

const MOST_PRESSES = 60;

/**
 * Presses Tab until the focus stands there, as a person does. Waits after each press until the focus has moved: into a frame
 * of another process that takes a moment.
 */
export const tabTo = async (page: Page, goal: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> => {
  await expect(goal).toBeVisible();
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    const before = await focusOf(page);
    await page.keyboard.press(key);
    await expect.poll(() => focusOf(page), { message: `${key} moves the focus` }).not.toBe(before);
    if (await goal.evaluate((element) => element.ownerDocument.hasFocus() && element.matches(":focus")))
      return;
  }
  throw new Error(`${key} does not lead to ${goal}.`);
};
