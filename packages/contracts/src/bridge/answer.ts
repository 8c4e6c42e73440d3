import { AddOnError, type ErrorData } from "../errors/add-on-error.ts";
import { isErrorCode } from "../errors/codes.ts";

/** What a call comes back as: data, never a thrown error. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorData };

/** The value of an answer, or its error thrown; whatever is no answer, or carries an unknown code, is INTERNAL. */
export const readAnswer = (answer: Partial<Answer & { error: Partial<ErrorData> }> | undefined): unknown => {
  if (answer?.ok) return answer.value;
  const { code, message, retryable, details } = answer?.error ?? {};
  if (!isErrorCode(code)) throw new AddOnError("INTERNAL", "The other side's answer makes no sense.");
  throw new AddOnError(code, String(message).slice(0, 500), {
    retryable: retryable === true,
    ...(details && isFlat(details) && { details }),
  });
};

const isFlat = (details: object) => Object.values(details).every((fact) => Object(fact) !== fact);
