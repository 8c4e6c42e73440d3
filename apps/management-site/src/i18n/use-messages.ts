import { type Language, LOCALES } from "../preferences/languages.ts";
import { usePreferences } from "../site/site-context.ts";
import { inspector as enInspector, type InspectorMessages } from "./en/inspector.ts";
import { site as enSite, type SiteMessages } from "./en/site.ts";
import { inspector as thInspector } from "./th/inspector.ts";
import { site as thSite } from "./th/site.ts";
import { inspector as viInspector } from "./vi/inspector.ts";
import { site as viSite } from "./vi/site.ts";

export interface Messages extends SiteMessages {
  readonly inspector: InspectorMessages;
}

const CATALOGUES: Readonly<Record<Language, Messages>> = {
  th: { ...thSite, inspector: thInspector },
  vi: { ...viSite, inspector: viInspector },
  en: { ...enSite, inspector: enInspector },
};

export const messagesOf = (language: Language): Messages => CATALOGUES[language];

/** The messages of the chosen language; renders again when it changes. */
export const useMessages = (): Messages => messagesOf(usePreferences().language);

/** The chosen language's BCP 47 tag, for `Intl`. */
export const useLocale = (): string => LOCALES[usePreferences().language];
