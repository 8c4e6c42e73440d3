import type { AddOnError } from "@privage-addons/contracts";

/** Whether the SDK threw this. By name: the class may exist twice on a page (inlined bootstrap and bundle). */
export const isAddOnError = (value: unknown): value is AddOnError =>
  value instanceof Error && value.name === "AddOnError" && "code" in value && "retryable" in value;

/** The HTTP status of a platform's refusal. */
export const statusOf = (error: unknown): number | undefined => {
  const status = isAddOnError(error) ? error.details?.["status"] : undefined;
  return typeof status === "number" ? status : undefined;
};

/** The platform knows the token, key or secret that it was shown for wrong. */
export const isRefusedToken = (error: unknown): boolean =>
  isAddOnError(error) && error.code === "CREDENTIALS_REJECTED" && !error.retryable;

/** The platform knows no such thing, which for a search is an answer rather than a failure. */
export const isNotFound = (error: unknown): boolean => statusOf(error) === 404;
