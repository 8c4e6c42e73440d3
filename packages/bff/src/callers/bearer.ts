import { AddOnError } from "@privage-addons/contracts";

/** RFC 6750 section 2.1, with a limit on length; the scheme's case does not matter. */
const BEARER = /^bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i;

/** @throws {AddOnError} UNAUTHENTICATED when there is no well-formed bearer token. */
export const bearerToken = (header: string | undefined): string => {
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
  if (token !== undefined) return token;
  const what = header === undefined ? "is missing" : "is not a bearer token";
  throw new AddOnError(
    "UNAUTHENTICATED",
    `The Authorization header ${what}: send "Bearer <Privage access token>".`,
  );
};
