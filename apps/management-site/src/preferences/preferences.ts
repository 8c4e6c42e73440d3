/** Theme and language: kept in this browser, applied to the page at once, and pushed to add-ons through their context. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isLanguage, type Language, LOCALES, preferredLanguage } from "./languages.ts";

export type ThemeChoice = "system" | "light" | "dark";
export type ColorScheme = "light" | "dark";

export const THEME_CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];

export interface Preferences {
  readonly theme: ThemeChoice;
  /** What `theme` comes to, the system's own choice included. */
  readonly colorScheme: ColorScheme;
  readonly language: Language;
}

export interface PreferencesControl {
  readonly store: StoreApi<Preferences>;
  setTheme(theme: ThemeChoice): void;
  setLanguage(language: Language): void;
}

const STORAGE_KEY = "privage-site.preferences";

export const createPreferences = (page: Window): PreferencesControl => {
  const systemDark = page.matchMedia("(prefers-color-scheme: dark)");
  const schemeOf = (theme: ThemeChoice): ColorScheme =>
    theme === "system" ? (systemDark.matches ? "dark" : "light") : theme;

  const kept = recall(page);
  const theme = kept.theme ?? "system";
  const store = createStore<Preferences>(() => ({
    theme,
    colorScheme: schemeOf(theme),
    language: kept.language ?? preferredLanguage(page.navigator.languages),
  }));

  const apply = ({ colorScheme, language }: Preferences) => {
    const root = page.document.documentElement;
    root.dataset["theme"] = colorScheme;
    root.lang = LOCALES[language];
  };
  const change = (patch: Partial<Preferences>) => {
    store.setState(patch);
    const { theme, language } = store.getState();
    page.localStorage.setItem(STORAGE_KEY, JSON.stringify({ theme, language }));
  };

  apply(store.getState());
  store.subscribe(apply);
  systemDark.addEventListener("change", () =>
    store.setState(({ theme }) => ({ colorScheme: schemeOf(theme) })),
  );

  return {
    store,
    setTheme: (next) => change({ theme: next, colorScheme: schemeOf(next) }),
    setLanguage: (language) => change({ language }),
  };
};

const recall = (page: Window): Partial<Pick<Preferences, "theme" | "language">> => {
  try {
    const kept: unknown = JSON.parse(page.localStorage.getItem(STORAGE_KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const { theme, language } = kept as Record<string, unknown>;
    const knownTheme = THEME_CHOICES.find((choice) => choice === theme);
    return { ...(knownTheme && { theme: knownTheme }), ...(isLanguage(language) && { language }) };
  } catch {
    return {};
  }
};
