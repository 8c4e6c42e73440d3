/** The site's languages, and the locale each one formats with. */
export const LOCALES = {
  th: "th-TH",
  vi: "vi-VN",
  en: "en-GB",
} as const;

export type Language = keyof typeof LOCALES;

/** Each language's own name, the same in every catalogue. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  th: "ไทย",
  vi: "Tiếng Việt",
  en: "English",
};

export const LANGUAGES: readonly Language[] = ["th", "vi", "en"];

export const isLanguage = (value: unknown): value is Language =>
  typeof value === "string" && Object.hasOwn(LOCALES, value);

/** The first of the browser's languages that the site speaks, else English. */
export const preferredLanguage = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.split("-", 1)[0]?.toLowerCase()).find(isLanguage) ?? "en";
