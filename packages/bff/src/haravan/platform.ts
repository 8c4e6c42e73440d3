import { operations } from "@privage-addons/contracts/haravan";
import type { BffConfig } from "../config/config.ts";
import { createAllowList } from "../forward/allow-list.ts";
import type { TokenPlatform } from "../forward/token-call.ts";
import type { CallLimit } from "./call-limit.ts";

/** Haravan's API: `/haravan/com/*` and `/haravan/web/*`. Any 401 means that the token is no longer good. */
export const createHaravanPlatform = (urls: BffConfig["haravan"], limit: CallLimit): TokenPlatform => ({
  provider: "haravan",
  prefix: "/haravan",
  allowList: createAllowList(operations.filter(({ path }) => /^\/(com|web)\//.test(path))),
  baseUrl: () => urls.apiBaseUrl,
  isTokenRefused: () => true,
  admit: ({ settings }, response) => limit.admit(settings.shop ?? "", response),
  observe: ({ settings }, status, headers) => limit.observe(settings.shop ?? "", status, headers),
});
