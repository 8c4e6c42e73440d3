/** How the desk ends: one screen, in the reader's language, with nothing of the customer left on it. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { LANGUAGES, pageFor } from "../../visitor.ts";
import { balanceIn, openDeskAt } from "./desk.ts";

const WORDS = {
  en: {
    ended: "Your session has ended",
    signInAgain: /Sign in again to continue/,
    refused: "Your session could not be continued",
    logOut: "Log out",
  },
  th: {
    ended: "เซสชันของคุณสิ้นสุดแล้ว",
    signInAgain: /ลงชื่อเข้าใช้อีกครั้งเพื่อทำงานต่อ/,
    refused: "ใช้งานเซสชันต่อไม่ได้",
    logOut: "ออกจากระบบ",
  },
  vi: {
    ended: "Phiên làm việc đã kết thúc",
    signInAgain: /Hãy đăng nhập lại để tiếp tục/,
    refused: "Không thể tiếp tục phiên làm việc",
    logOut: "Đăng xuất",
  },
} as const;

/** The site takes a frame away as soon as its add-on has confirmed the end; here it stays, so that one can look at it. */
const keepFrames = (page: Page) =>
  page.addInitScript(() => {
    const { removeChild } = Node.prototype;
    const { remove } = Element.prototype;
    Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
      const holdsFrame = child instanceof Element && child.querySelector("iframe") !== null;
      return holdsFrame ? child : (removeChild.call(this, child) as Child);
    };
    Element.prototype.remove = function (this: Element) {
      if (this.tagName !== "IFRAME") remove.call(this);
    };
  });

for (const language of LANGUAGES)
  test(`logging out of the site leaves one screen on the desk that says so: ${language}`, async ({
    browser,
    urls,
  }) => {
    const words = WORDS[language];
    const page = await pageFor(browser, { language });
    await keepFrames(page);
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await expect(balanceIn(desk)).toBeVisible();

    await page.locator(".account-menu").click();
    await page.getByRole("menuitem", { name: words.logOut }).click();
    await expect(desk.getByRole("heading")).toHaveText([words.ended]);
    await expect(desk.getByRole("alert")).toContainText(words.signInAgain);
    await expect(desk.locator("html")).toHaveAttribute("lang", language);
    await expect(desk.locator("body")).not.toContainText("สมหญิง");
    await expect(desk.locator("body")).not.toContainText("0812345678");
    await page.context().close();
  });

for (const language of LANGUAGES)
  test(`a renewal refused, and the site refused too: one screen says so until Privage gives in, then all is as before: ${language}`, async ({
    browser,
    urls,
    simulators,
  }) => {
    const words = WORDS[language];
    const page = await pageFor(browser, { language });
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await expect(balanceIn(desk)).toBeVisible();
    await simulators.addFault("privage", {
      match: { method: "POST", path: "/v1/auth-connect/renew-token" },
      fault: "status",
      status: 401,
      body: { message: "Unauthorized", statusCode: 401 },
    });
    await simulators.addFault("privage", {
      match: { method: "POST", path: "/v1/auth-connect/exchange-token" },
      fault: "status",
      status: 403,
      body: { message: "You do not work for this business", error: "Forbidden", statusCode: 403 },
    });
    await desk.getByRole("searchbox").fill("0912345678");
    await simulators.advanceClock("privage", 3_600);
    // Not on the box itself: a call that was still under way may have brought the screen already.
    await page.keyboard.press("Enter");

    await expect(desk.getByRole("heading")).toHaveText([words.refused]);
    await expect(desk.getByRole("alert")).toBeVisible();
    await expect(balanceIn(desk)).toBeHidden();

    await simulators.clearFaults("privage");
    await desk.getByRole("button").click();
    await expect(desk.getByRole("searchbox")).toBeVisible();
    await expect(desk.getByRole("heading", { name: words.refused })).toHaveCount(0);
    await page.context().close();
  });
