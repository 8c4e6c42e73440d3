import type { Page } from "@playwright/test";
import { expect, type Origin, untilFrameOf } from "../support/fixtures.ts";

export const deadlines = { loadMs: 2000, handshakeMs: 600 };
export const SYN = '{ channel: "privage-add-on", type: "SYN", id: Math.random() }';

/** A page that runs `code`, and keeps every message and port it hears on `window.loot`. */
export const hostile = (code: string) => ({
  body: `<!doctype html><title>Hostile</title><body><script>
    window.loot = []; window.ports = [];
    const keep = (event) => { loot.push(JSON.stringify(event.data)); for (const port of event.ports) { ports.push(port); port.onmessage = keep; } };
    addEventListener("message", keep);
    ${code}
  </script>`,
});
/** What the hostile page of `origin` has heard. */
export const lootOf = async (page: Page, origin: Origin) => {
  const frame = await untilFrameOf(page, origin);
  await frame.waitForFunction(() => "loot" in window);
  return frame.evaluate(() => (window as unknown as { loot: string[] }).loot.join("\n"));
};
/** Nothing was handed out, and the page answers. */
export const expectSafe = async (page: Page) => {
  const seen = await page.evaluate(() => ({
    handedOut: window.host.events.some((event) => event.type === "step" && event.step === "token-handed-out"),
    unhandled: window.host.unhandled,
    works: document.title,
  }));
  expect(seen).toEqual({ handedOut: false, unhandled: [], works: "Test page" });
};
