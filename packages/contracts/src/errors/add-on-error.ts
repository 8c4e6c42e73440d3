import type { ErrorCode } from "./codes.ts";
import { isRetryableCode } from "./retryable.ts";

/** What crosses a boundary: plain data, no stack, no cause, never a secret. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Facts a caller branches on, e.g. `{ got, wanted }` of ORIGIN_MISMATCH. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface AddOnErrorOptions {
  readonly cause?: unknown;
  /** Overrides the code's usual answer to "may the same call be made again?". */
  readonly retryable?: boolean;
  readonly details?: ErrorData["details"];
}

/**
 * The one error class of Privage add-ons. Branch on `code`, not on `instanceof`: the class may exist twice on a page.
 *
 * @example
 * ```ts
 * import { AddOnError } from "@privage-addons/contracts";
 *
 * const error = new AddOnError("CALL_TIMEOUT", "The host did not answer within 5000 ms.");
 * error.retryable; // true
 * ```
 */
export class AddOnError extends Error {
  override readonly name = "AddOnError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: ErrorData["details"];

  constructor(code: ErrorCode, message: string, options: AddOnErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryable = options.retryable ?? isRetryableCode(code);
    this.details = options.details;
  }

  /** The part that may cross a boundary. */
  toData(): ErrorData {
    const { code, message, retryable, details } = this;
    return { code, message, retryable, ...(details && { details }) };
  }
}

/** Whether `value` is an {@link AddOnError}, also one made by another copy of this module. */
export const isAddOnError = (value: unknown): value is AddOnError =>
  value instanceof Error && value.name === "AddOnError" && "code" in value && "retryable" in value;
