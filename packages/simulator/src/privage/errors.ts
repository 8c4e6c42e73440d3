import { STATUS_CODES } from "node:http";
import type { Violation } from "../contract/validator.ts";
import { type Answer, html, json } from "../server/answer.ts";
import type { Platform } from "../server/platform.ts";

/** The error bodies of Privage: its framework's defaults, as far as anybody knows (docs/certainty.md). */
const WORDS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Payload Too Large",
};

export const failure = (status: number, message: string | readonly string[]): Answer =>
  json(status, { message, error: WORDS[status], statusCode: status });

/** Without `error`, as the framework answers when nobody wrote a message. */
export const unauthorized = (): Answer => json(401, { message: "Unauthorized", statusCode: 401 });

const sentence = ({ field, keyword, limit, message }: Violation): string => {
  const subject = field || "body";
  if (keyword === "maximum") return `${subject} must not be greater than ${limit}`;
  if (keyword === "minimum") return `${subject} must not be less than ${limit}`;
  return `${subject} ${message}`;
};

export const errors: Platform["errors"] = {
  invalid: (violations) => failure(400, [...new Set(violations.map(sentence))]),
  malformedBody: () => failure(400, "The body must be JSON, with Content-Type: application/json"),
  noSuchRoute: ({ method, path }) => failure(404, `Cannot ${method} ${path}`),
  bodyTooLarge: () => failure(413, "request entity too large"),
  crashed: () => json(500, { statusCode: 500, message: "Internal server error" }),
  forStatus: (status) => {
    if (status === 401) return unauthorized();
    if (status === 429)
      return json(429, { statusCode: 429, message: "ThrottlerException: Too Many Requests" });
    // Whatever stands before the application answers these, and speaks HTML.
    if (status >= 502)
      return html(status, `<html><body><h1>${STATUS_CODES[status] ?? "Error"}</h1></body></html>`);
    if (status === 500) return errors.crashed();
    return failure(status, WORDS[status] ?? "Error");
  },
};
