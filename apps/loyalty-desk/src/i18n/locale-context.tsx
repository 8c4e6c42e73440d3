import { createContext, type ReactNode, use, useLayoutEffect, useMemo } from "react";
import { createFormat, type Format } from "./format.ts";
import { type Locale, resolveLocale } from "./locale.ts";
import type { Catalogue } from "./messages.ts";

interface Reader {
  readonly locale: Locale;
  readonly format: Format;
}

const readerOf = (tag: string, timeZone: string): Reader => {
  const locale = resolveLocale(tag, timeZone);
  return { locale, format: createFormat(locale) };
};

const browserReader = () =>
  readerOf(navigator.language, new Intl.DateTimeFormat().resolvedOptions().timeZone);

const ReaderContext = createContext<Reader>(browserReader());

export interface LocaleProviderProps {
  readonly tag: string;
  readonly timeZone: string;
  readonly children: ReactNode;
}

/** Speaks the host's language to everything inside; also to assistive technology, through `lang`. */
export const LocaleProvider = ({ tag, timeZone, children }: LocaleProviderProps) => {
  const reader = useMemo(() => readerOf(tag, timeZone), [tag, timeZone]);
  useLayoutEffect(() => {
    document.documentElement.lang = reader.locale.language;
  }, [reader]);
  return <ReaderContext value={reader}>{children}</ReaderContext>;
};

/** The texts of a feature in the reader's language. */
export const useMessages = <Texts,>(catalogue: Catalogue<Texts>): Texts =>
  catalogue[use(ReaderContext).locale.language];

export const useFormat = (): Format => use(ReaderContext).format;
