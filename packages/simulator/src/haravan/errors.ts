import { type Answer, json, text } from "../server/answer.ts";
import type { Platform } from "../server/platform.ts";
import { refusalPage } from "./sign-in/pages.ts";

/** Haravan's refusals: no fixed shape, text for 401, 429 and 500. Each place here keeps the one it was seen with. */
export const unauthorized = (): Answer => text(401, "Unauthorized", { "www-authenticate": "Bearer" });
export const forbidden = (): Answer => json(403, { errors: ["Forbidden"] });
export const notFound = (): Answer => json(404, { errors: "Not Found" });
export const unprocessable = (errors: Readonly<Record<string, readonly string[]>>): Answer =>
  json(422, { errors });
export const notExchangeable = (): Answer => json(422, { error: "Unprocessable Entity" });
export const oauthFailure = (error: string): Answer => json(400, { error });

export const tooManyRequests = (headers?: Answer["headers"]) => text(429, "Too many requests", headers);
/** What the bucket in front of the resources says; the token calls promise no `Retry-After`. */
const OVERFLOW_HEADERS = { "x-haravan-api-call-limit": "80/80", "retry-after": "2.0" };

const SOMETHING_WENT_WRONG = "Something went wrong. Please try again later.";

export const errors: Platform["errors"] = {
  invalid: (violations, { operationId }) => {
    if (operationId === "exchangeToken") return notExchangeable();
    if (operationId === "issueToken") return oauthFailure("invalid_request");
    if (operationId === "authorizeApp")
      return refusalPage(violations.map(({ field, message }) => `${field} ${message}`).join("; "));
    return json(400, {
      errors: Object.fromEntries(violations.map(({ field, message }) => [field || "body", message])),
    });
  },
  malformedBody: ({ operationId }) => {
    if (operationId === "exchangeToken") return notExchangeable();
    if (operationId === "issueToken") return oauthFailure("invalid_request");
    return json(400, { errors: "Bad Request" });
  },
  noSuchRoute: notFound,
  bodyTooLarge: () => text(413, "Request Entity Too Large"),
  crashed: () => text(500, SOMETHING_WENT_WRONG),
  forStatus: (status, operation) => {
    const known: Readonly<Record<number, () => Answer>> = {
      401: unauthorized,
      403: forbidden,
      404: notFound,
      422: notExchangeable,
      429: () => tooManyRequests(operation?.["x-host"] === "api" ? OVERFLOW_HEADERS : undefined),
    };
    if (status >= 500) return text(status, SOMETHING_WENT_WRONG);
    return known[status]?.() ?? json(status, { errors: "Bad Request" });
  },
};
