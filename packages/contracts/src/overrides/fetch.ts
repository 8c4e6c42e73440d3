import { createTranslator, type Translation } from "./translate.ts";
import type { ContractOverrides, PlatformName } from "./types.ts";

type Fetch = typeof globalThis.fetch;

const isJson = (headers: Headers) => /^application\/json\b/i.test(headers.get("content-type") ?? "");

const requestBody = (
  body: RequestInit["body"],
  { renamesRequest, request }: Translation,
): RequestInit["body"] => {
  if (!renamesRequest || body === null || body === undefined) return body;
  if (typeof body === "string") return JSON.stringify(request(JSON.parse(body)));
  if (body instanceof URLSearchParams) {
    return new URLSearchParams(Object.entries(request(Object.fromEntries(body)) as Record<string, string>));
  }
  return body;
};

const responseBody = async (response: Response, { renamesResponse, response: rename }: Translation) => {
  if (!renamesResponse || !isJson(response.headers)) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  // The body is decoded and changed: neither describes it any more.
  headers.delete("content-length");
  headers.delete("content-encoding");
  let body = text;
  try {
    body = JSON.stringify(rename(JSON.parse(text)));
  } catch {
    // Not the JSON it claims to be: the caller shall see it as it came.
  }
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
};

/**
 * A `fetch` that makes calls as the corrected platform wants them, and gives answers back as the contract says. Calls
 * outside of `baseUrl`, and calls that no correction concerns, go through untouched.
 *
 * @example
 * ```ts
 * import { createOverriddenFetch, parseOverrides } from "@privage-addons/contracts/overrides";
 *
 * const overrides = parseOverrides({ privage: { getProfile: { path: "/v2/connect/member" } } });
 * const correctedFetch = createOverriddenFetch({ platform: "privage", baseUrl: "https://core.privageapp.com", overrides });
 * ```
 */
export const createOverriddenFetch = (options: {
  readonly platform: PlatformName;
  /** Where the platform's paths start, without a trailing slash; may be a path on the page's own origin. */
  readonly baseUrl: string;
  readonly overrides: ContractOverrides;
  readonly fetch?: Fetch;
}): Fetch => {
  const { platform, overrides, baseUrl, fetch = globalThis.fetch } = options;
  const translate = createTranslator(platform, overrides);
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    if (input instanceof Request || !url.startsWith(`${baseUrl}/`)) return fetch(input, init);
    const translation = translate((init.method ?? "GET").toUpperCase(), url.slice(baseUrl.length));
    if (!translation) return fetch(input, init);
    const body = requestBody(init.body, translation);
    const { method, path } = translation;
    const response = await fetch(baseUrl + path, { ...init, method, ...(body !== undefined && { body }) });
    return responseBody(response, translation);
  };
};
