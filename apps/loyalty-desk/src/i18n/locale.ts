import { LANGUAGES, type Language } from "./messages.ts";

/** How the person at the counter reads: follows the host's context. */
export interface Locale {
  readonly language: Language;
  /** BCP 47 tag for `Intl`; always in `language`, so that words and numbers match. */
  readonly tag: string;
  /** IANA zone of the shop, e.g. `"Asia/Bangkok"`. */
  readonly timeZone: string;
}

const DEFAULT_TAGS: Readonly<Record<Language, string>> = { en: "en-GB", th: "th-TH", vi: "vi-VN" };

const isLanguage = (value: string): value is Language => (LANGUAGES as readonly string[]).includes(value);

/** Picks the language for a BCP 47 tag; a malformed tag or zone from the host falls back instead of breaking the screen. */
export const resolveLocale = (hostTag: string, hostTimeZone: string): Locale => {
  const primary = hostTag.toLowerCase().split("-")[0] ?? "";
  const language = isLanguage(primary) ? primary : "en";
  const tag =
    isLanguage(primary) && isUsable(() => new Intl.NumberFormat(hostTag)) ? hostTag : DEFAULT_TAGS[language];
  const timeZone = isUsable(() => new Intl.DateTimeFormat("en", { timeZone: hostTimeZone }))
    ? hostTimeZone
    : "UTC";
  return { language, tag, timeZone };
};

const isUsable = (build: () => unknown): boolean => {
  try {
    build();
    return true;
  } catch {
    return false;
  }
};
