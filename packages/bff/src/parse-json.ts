/** A text as JSON, undefined when it is none: several platforms answer errors as bare text. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
