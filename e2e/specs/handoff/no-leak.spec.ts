import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";
import { watchTokens } from "../../token-watch.ts";

test("rule 1: no token is anywhere but in the requests that need it", async ({
  page,
  context,
  urls,
  simulators,
}) => {
  const watch = await watchTokens(context);

  const desk = await openDesk(page, urls);
  await findMember(desk);
  await simulators.advanceClock("privage", 3600);
  await findMember(desk, "001");
  await desk.getByRole("link", { name: "Shop" }).click();
  await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
  await watch.readPage(page);

  const seen = await watch.seen();
  expect(seen.user_jwt).toBeGreaterThanOrEqual(1);
  expect(seen.exchange_token).toBeGreaterThanOrEqual(1);
  expect(seen.access_token).toBeGreaterThanOrEqual(2);
  expect(seen.refresh_token).toBeGreaterThanOrEqual(2);
  expect(await watch.leaks()).toEqual([]);
});

test("rule 1: the watch does find a token where it must not be", async ({ page, context, urls }) => {
  const watch = await watchTokens(context);
  const exchanged = page.waitForResponse((response) =>
    response.url().endsWith("/v1/auth-connect/access-token"),
  );
  await openDesk(page, urls);
  const { access_token: token } = (await (await exchanged).json()) as { access_token: string };

  await page.evaluate((text) => localStorage.setItem("planted", text), token);
  await page.evaluate((text) => postMessage(text, "*"), token);
  await watch.readPage(page);

  const places = (await watch.leaks()).map(({ where }) => where);
  expect(places.some((where) => where.endsWith("localStorage"))).toBe(true);
  expect(places).toContain("window-level message");
});
