import type { AddOnElement } from "../../src/element/index.ts";
import { expect, frameOf, test } from "./support/fixtures.ts";

/** Puts a `<privage-add-on>` into the page and keeps its states and errors on it. */
const place = (page: import("@playwright/test").Page, src: string) =>
  page.evaluate((url) => {
    window.host.defineAddOnElement();
    window.host.defineAddOnElement();
    const element = document.createElement("privage-add-on") as AddOnElement;
    const seen = { states: [] as string[], steps: 0, errors: [] as string[], mints: [] as string[] };
    element.addEventListener("state", (event) => seen.states.push((event as CustomEvent).detail.status));
    element.addEventListener("step", () => seen.steps++);
    element.addEventListener("error", (event) =>
      seen.errors.push((event as Event as CustomEvent).detail.code),
    );
    element.setAttribute("src", url);
    element.title = "Loyalty Desk";
    element.setAttribute("appconnect-id", "42");
    element.setAttribute("business-code", "CAFE01");
    document.body.append(element);
    element.options = {
      mint: async ({ businessCode }) => {
        seen.mints.push(businessCode);
        return { exchangeToken: `token-${seen.mints.length}` };
      },
      context: {
        user: { id: "7", name: "Anong", permissions: [] },
        business: { code: "CAFE01", name: "Café One", currency: "THB" },
      },
    };
    Object.assign(window, { element, seen });
  }, src);
type Seen = { states: string[]; steps: number; errors: string[]; mints: string[] };
const seenOf = (page: import("@playwright/test").Page) =>
  page.evaluate(() => (window as unknown as { seen: Seen }).seen);
const ready = (page: import("@playwright/test").Page) =>
  page.waitForFunction(
    () => (window as unknown as { element: AddOnElement }).element.addOn?.state.status === "ready",
  );

test("the element mounts once its attributes and options are there, and tells states and steps", async ({
  hostPage,
  sites,
}) => {
  await place(hostPage, sites.addOnUrl);
  await ready(hostPage);
  const seen = await seenOf(hostPage);

  expect(seen.states.at(-1)).toBe("ready");
  expect(seen.steps).toBeGreaterThan(0);
  expect(seen.mints).toEqual(["CAFE01"]);
  await expect(hostPage.locator("privage-add-on > iframe")).toHaveAttribute("title", "Loyalty Desk");
});

test("a changed attribute mounts anew, once for any number of changes in a turn", async ({
  hostPage,
  sites,
}) => {
  await place(hostPage, sites.addOnUrl);
  await ready(hostPage);
  await hostPage.evaluate(() => {
    const { element } = window as unknown as { element: AddOnElement };
    element.setAttribute("business-code", "PHO02");
    element.title = "Desk";
  });
  await hostPage.waitForFunction(() => (window as unknown as { seen: Seen }).seen.mints.length === 2);
  await ready(hostPage);

  expect((await seenOf(hostPage)).mints).toEqual(["CAFE01", "PHO02"]);
  await expect(hostPage.locator("iframe")).toHaveCount(1);
});

test("new options push their context to the living add-on", async ({ hostPage, sites }) => {
  await place(hostPage, sites.addOnUrl);
  await ready(hostPage);
  await hostPage.evaluate(() => {
    const { element } = window as unknown as { element: AddOnElement };
    const { options } = element;
    if (options) element.options = { ...options, context: { ...options.context, locale: "vi-VN" } };
  });
  await frameOf(hostPage, sites.addOn).waitForFunction(() => window.addOn.context?.locale === "vi-VN");
  expect((await seenOf(hostPage)).mints).toHaveLength(1);
});

test("a record that new options name no longer is gone from the add-on's context", async ({
  hostPage,
  sites,
}) => {
  await place(hostPage, sites.addOnUrl);
  await ready(hostPage);
  const push = (placement: { path: string; recordId?: string }) =>
    hostPage.evaluate((next) => {
      const { element } = window as unknown as { element: AddOnElement };
      const { options } = element;
      if (options) element.options = { ...options, context: { ...options.context, placement: next } };
    }, placement);
  const addOn = frameOf(hostPage, sites.addOn);
  await push({ path: "/members/42", recordId: "42" });
  await addOn.waitForFunction(() => window.addOn.context?.placement.recordId === "42");
  await push({ path: "/members" });
  await addOn.waitForFunction(() => window.addOn.context?.placement.path === "/members");

  expect(await addOn.evaluate(() => window.addOn.context?.placement.recordId)).toBeUndefined();
});

test("taken out of the document it unmounts; put back it mounts again", async ({ hostPage, sites }) => {
  await place(hostPage, sites.addOnUrl);
  await ready(hostPage);
  const left = await hostPage.evaluate(() => {
    const { element } = window as unknown as { element: AddOnElement };
    element.remove();
    const frames = element.querySelectorAll("iframe").length;
    document.body.append(element);
    return frames;
  });
  await ready(hostPage);

  expect(left).toBe(0);
  expect((await seenOf(hostPage)).states).toContain("unmounted");
});

test("wrong attributes are an error event", async ({ hostPage }) => {
  await place(hostPage, "http://desk.example/");
  await hostPage.waitForFunction(() => (window as unknown as { seen: Seen }).seen.errors.length > 0);
  expect((await seenOf(hostPage)).errors).toEqual(["INVALID_ARGUMENT"]);
});
