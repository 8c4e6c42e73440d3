/** The languages the desk speaks. A host locale in any other language is shown in English. */
export const LANGUAGES = ["en", "th", "vi"] as const;

export type Language = (typeof LANGUAGES)[number];

/** A text, or a function that makes one from values that are already formatted for the reader. */
type Message = string | ((...values: never[]) => string);

type Translation<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

/** One feature's texts in every language. */
export type Catalogue<Texts> = Readonly<Record<Language, Texts>>;

/**
 * Declares the texts of one feature. English is the source: a missing, extra or misshapen translation is a type error.
 * A catalogue lives beside the screen that shows it and is loaded with that screen, all languages at once, so that a
 * language switch needs no request.
 */
export const defineMessages = <const Source extends Readonly<Record<string, Message>>>(
  en: Source,
  others: Readonly<Record<Exclude<Language, "en">, NoInfer<Translation<Source>>>>,
): Catalogue<Translation<Source>> => ({ en: en as unknown as Translation<Source>, ...others });
