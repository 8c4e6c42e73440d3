const SECRET_NAMES = /token|secret|key|password|code|jwt|signature|hmac/i;
const JWT = /eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;
// Long runs of base64url or hex are credentials on these platforms; ids (UUIDs) are shorter or hyphenated.
const LONG_RUN = /[A-Za-z0-9_-]{40,}/g;
const REDACTED = "[redacted]";

/** A path with its query, without what could be a secret. */
export const redactTarget = (path: string, query: URLSearchParams): string => {
  const cleanPath = path.replaceAll(JWT, REDACTED).replaceAll(LONG_RUN, REDACTED);
  if (query.size === 0) return cleanPath;
  const parts = [...query].map(([name, value]) => {
    const clean = SECRET_NAMES.test(name)
      ? REDACTED
      : value.replaceAll(JWT, REDACTED).replaceAll(LONG_RUN, REDACTED);
    return `${name}=${clean}`;
  });
  return `${cleanPath}?${parts.join("&")}`;
};
