import { expect, type Locator, type Page } from "@playwright/test";
import type { DemoUrls } from "../../demo-stack.ts";
import type { Language } from "../../visitor.ts";

/** A language of the site, with the few texts a test needs to find its way. */
export interface Tongue {
  readonly code: Language;
  readonly locale: "en-GB" | "th-TH" | "vi-VN";
  readonly ownName: string;
  readonly signInTitle: string;
  readonly catalogueTitle: string;
  readonly inspector: string;
  readonly opening: string;
  readonly language: RegExp;
  readonly theme: RegExp;
}

export const TONGUES: readonly Tongue[] = [
  {
    code: "en",
    locale: "en-GB",
    ownName: "English",
    signInTitle: "Sign in to Privage",
    catalogueTitle: "Add-ons",
    inspector: "Handoff inspector",
    opening: "Opening",
    language: /^Language/,
    theme: /^Theme/,
  },
  {
    code: "th",
    locale: "th-TH",
    ownName: "ไทย",
    signInTitle: "เข้าสู่ระบบ Privage",
    catalogueTitle: "ส่วนเสริม",
    inspector: "ตัวตรวจการส่งต่อ",
    opening: "การเปิด",
    language: /^ภาษา/,
    theme: /^ธีม/,
  },
  {
    code: "vi",
    locale: "vi-VN",
    ownName: "Tiếng Việt",
    signInTitle: "Đăng nhập Privage",
    catalogueTitle: "Tiện ích",
    inspector: "Theo dõi bàn giao",
    opening: "Mở tiện ích",
    language: /^Ngôn ngữ/,
    theme: /^Giao diện/,
  },
];

/** Opens an address and signs in by name, in any language. */
export const signInAs = async (page: Page, urls: DemoUrls, name: string, path = "/"): Promise<void> => {
  await page.goto(urls.managementSite + path);
  await page.getByRole("button", { name }).click();
  await expect(page.locator(".shell")).toBeVisible();
};

export const frameOf = (page: Page, slot: "main" | "beside" = "main"): Locator =>
  page.locator("iframe").nth(slot === "main" ? 0 : 1);

/** Resolves when the add-on in that place has its session and shows its own page. */
export const waitForDesk = async (page: Page, slot: "main" | "beside" = "main") => {
  const desk = frameOf(page, slot).contentFrame();
  await expect(desk.getByRole("navigation").first()).toBeVisible();
  return desk;
};

/** Opens the inspector and resolves to it. */
export const openInspector = async (page: Page, name = "Handoff inspector"): Promise<Locator> => {
  await page.getByRole("button", { name, exact: true }).click();
  const inspector = page.getByRole("region", { name, exact: true });
  await expect(inspector).toBeVisible();
  return inspector;
};
