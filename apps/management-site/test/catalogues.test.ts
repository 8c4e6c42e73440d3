import { describe, expect, test } from "vitest";
import { messagesOf } from "../src/i18n/use-messages.ts";

/** Every text of a catalogue with its path; a message with parameters is filled with their positions. */
const textsOf = (node: unknown, path = ""): readonly (readonly [path: string, text: string])[] => {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") {
    const fill = Array.from({ length: node.length }, (_, index) => `{${index}}`);
    return [[path, (node as (...values: string[]) => string)(...fill)]];
  }
  return Object.entries(node as object).flatMap(([key, value]) => textsOf(value, `${path}/${key}`));
};

const english = new Map(textsOf(messagesOf("en")));

describe.each(["th", "vi"] as const)("the %s catalogue", (language) => {
  const texts = textsOf(messagesOf(language));

  test("has every message, none of them empty or left in English", () => {
    expect(texts.map(([path]) => path).toSorted()).toEqual([...english.keys()].toSorted());
    const untranslated = texts.filter(([path, text]) => text.trim() === "" || text === english.get(path));
    expect(untranslated).toEqual([]);
  });

  test("uses every parameter the English message uses", () => {
    const parametersOf = (text = "") => (text.match(/\{\d\}/g) ?? []).toSorted();
    for (const [path, text] of texts)
      expect([path, parametersOf(text)]).toEqual([path, parametersOf(english.get(path))]);
  });
});
