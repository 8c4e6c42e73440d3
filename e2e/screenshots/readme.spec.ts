import { expect, test } from "../fixtures.ts";
import { findMember, openDesk } from "../stories.ts";

/** The picture of README.md: the whole demo at a glance. Below 200 kB, as everyone who clones pays for it. */
test("docs/images/demo.png", async ({ page, urls }) => {
  await page.setViewportSize({ width: 1360, height: 850 });
  const desk = await openDesk(page, urls);
  await findMember(desk);
  await page.getByRole("button", { name: "Handoff inspector" }).click();
  await expect(page.getByRole("heading", { name: "Handoff inspector" })).toBeVisible();
  await expect(desk.getByText("Points history")).toBeVisible();

  const picture = await page.screenshot({ path: "docs/images/demo.png", animations: "disabled" });
  expect(picture.byteLength).toBeLessThan(200_000);
});
