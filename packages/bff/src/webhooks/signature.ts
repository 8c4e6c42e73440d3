import { createHmac, randomBytes } from "node:crypto";
import type { SignatureScheme } from "../config/config.ts";
import { isSameSecret } from "../vault/same-secret.ts";

/** Haravan's: base64 of HMAC-SHA256 over the raw body, keyed with the app's secret. */
export const HARAVAN_SCHEME: SignatureScheme = {
  header: "x-haravan-hmacsha256",
  algorithm: "sha256",
  encoding: "base64",
  prefix: "",
};

/** Stands in for a secret that is not known, so that an unknown sender costs the same time as a wrong signature. */
const NOBODY = randomBytes(32).toString("hex");

export const isSignedBy = (
  scheme: SignatureScheme,
  secret: string | undefined,
  rawBody: Uint8Array,
  header: string | string[] | undefined,
): boolean => {
  const expected = createHmac(scheme.algorithm, secret ?? NOBODY)
    .update(rawBody)
    .digest(scheme.encoding);
  const given =
    typeof header === "string" && header.startsWith(scheme.prefix) ? header.slice(scheme.prefix.length) : "";
  const isMatch = isSameSecret(expected, given.trim());
  return isMatch && secret !== undefined;
};
