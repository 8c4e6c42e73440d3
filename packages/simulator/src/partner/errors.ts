import type { Violation } from "../contract/validator.ts";
import { type Answer, json } from "../server/answer.ts";
import type { Platform } from "../server/platform.ts";

/** The flat errors of the Partner API: `error` and `message`, no `success`, no `error_description`. */
export const failure = (
  status: number,
  error: string,
  message: string,
  details?: readonly { readonly field: string; readonly message: string }[],
): Answer => json(status, { error, message, ...(details && { details }) });

export const invalidQuery = (field: string, message: string): Answer =>
  failure(400, "invalid_request", "Query parameter validation failed", [{ field, message }]);

export const invalidToken = (): Answer =>
  failure(401, "invalid_token", "Access token is missing or has expired");

export const notFound = (): Answer => failure(404, "not_found", "Resource not found");

const TOKEN_REQUEST =
  'grant_type, client_id, and client_secret are required and grant_type must be "client_credentials"';
const badTokenRequest = () => failure(400, "invalid_request", TOKEN_REQUEST);

const CODES: Readonly<Record<number, string>> = {
  403: "insufficient_scope",
  404: "not_found",
  429: "rate_limit_exceeded",
};
const MESSAGES: Readonly<Record<string, string>> = {
  insufficient_scope: "The application lacks the scope for this endpoint",
  not_found: "Resource not found",
  rate_limit_exceeded: "Too many requests",
  server_error: "An unexpected error occurred",
};

const detailOf = ({ field, message }: Violation) => ({ field, message });

export const errors: Platform["errors"] = {
  invalid: (violations, { operationId, requestBody }) =>
    operationId === "issueToken"
      ? badTokenRequest()
      : failure(
          400,
          "invalid_request",
          requestBody ? "Request validation failed" : "Query parameter validation failed",
          violations.map(detailOf),
        ),
  malformedBody: ({ operationId }) =>
    operationId === "issueToken"
      ? badTokenRequest()
      : failure(400, "invalid_request", "The body must be JSON"),
  noSuchRoute: () => notFound(),
  bodyTooLarge: () => failure(413, "invalid_request", "The body is too large"),
  crashed: () => failure(500, "server_error", "An unexpected error occurred"),
  forStatus: (status) => {
    const error = CODES[status] ?? (status >= 500 ? "server_error" : "invalid_request");
    return status === 401
      ? invalidToken()
      : failure(status, error, MESSAGES[error] ?? "The request was refused");
  },
};
