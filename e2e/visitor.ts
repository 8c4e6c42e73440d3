import { type Browser, expect, type Page } from "@playwright/test";

export type Theme = "light" | "dark";
export type Language = "en" | "th" | "vi";

export const LANGUAGES: readonly Language[] = ["en", "th", "vi"];
export const THEMES: readonly Theme[] = ["light", "dark"];

/** The staff of the simulator's seed. */
export const STAFF = { owner: "Malee Srisuk", cashier: "Trần Quốc Bảo", viewer: "Ploy Thongkham" } as const;

const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", th: "th-TH", vi: "vi-VN" };
const OWN_NAMES: Readonly<Record<Language, string>> = { en: "English", th: "ไทย", vi: "Tiếng Việt" };

export interface Visitor {
  readonly language?: Language;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/** A page of its own context, as a person with that language, colour scheme and window has it. */
export const pageFor = async (browser: Browser, visitor: Visitor = {}): Promise<Page> => {
  const context = await browser.newContext({
    locale: LOCALES[visitor.language ?? "en"],
    colorScheme: visitor.theme ?? "light",
    viewport: { width: visitor.width ?? 1280, height: visitor.height ?? 900 },
  });
  return context.newPage();
};

/** Changes the site's language live, as a person with a keyboard does: a menu that is still on its way has no place to hit. */
export const chooseLanguage = async (page: Page, language: Language): Promise<void> => {
  await page.getByRole("button", { name: /^(Language|ภาษา|Ngôn ngữ):/ }).press("Enter");
  await page.getByRole("menuitemradio", { name: OWN_NAMES[language] }).press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", LOCALES[language]);
};

/** Changes the theme live: the site follows the system until somebody chooses. */
export const chooseTheme = async (page: Page, theme: Theme): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
};
