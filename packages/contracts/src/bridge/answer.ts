import { AddOnError, type ErrorData } from "../errors/add-on-error.ts";

/** What a call comes back as: data, never a thrown error. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorData };

/**
 * The value of an answer, or its error thrown. Whatever is no answer is INTERNAL. A code that this version does not know
 * is passed on: the other side may be a later one.
 */
export const readAnswer = (answer: Partial<Answer & { error: Partial<ErrorData> }> | undefined): unknown => {
  if (answer?.ok) return answer.value;
  const { code, message, retryable, details } = answer?.error ?? {};
  if (typeof code !== "string" || typeof message !== "string" || !/^[A-Z_]{1,40}$/.test(code)) {
    throw new AddOnError("INTERNAL", "The other side's answer makes no sense.");
  }
  throw new AddOnError(code, message.slice(0, 500), {
    retryable: retryable === true,
    details: details && isFlat(details) ? details : undefined,
  });
};

const isFlat = (details: object) => Object.values(details).every((fact) => Object(fact) !== fact);
