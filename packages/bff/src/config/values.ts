import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isAddOnError } from "@privage-addons/contracts";
import { parseOverrides } from "@privage-addons/contracts/overrides";
import ipaddr from "ipaddr.js";
import * as z from "zod";

export interface VaultKey {
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Refuses what is not a plain base URL: credentials, query or fragment would be sent where nobody expects them. A query or
 * fragment may be empty, and still swallow the path that is put behind it; a blank at the end is no part of the URL until then.
 */
export const isBaseUrl = (text: string, allowInsecure: boolean): boolean => {
  const url = URL.parse(text);
  if (!url || url.username || url.password || /[?#\s]/.test(text)) return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && allowInsecure && LOOPBACK.has(url.hostname);
};

/** Why {@link isBaseUrl} refuses, for the person who has to fix it. */
export const baseUrlAdvice = (allowInsecure: boolean): string =>
  allowInsecure
    ? "give an https: URL, or http: on 127.0.0.1, without user, query, fragment or blanks"
    : "give an https: URL without user, query, fragment or blanks (ALLOW_INSECURE_UPSTREAMS=1 lets a loopback host be http:)";

const dropTrailingSlash = (text: string): string => text.replace(/\/+$/, "");

/** As it is written: what lies behind it may tell a slash at its end from none. */
export const wholeUrl = (allowInsecure: boolean) =>
  z.string().refine((text) => isBaseUrl(text, allowInsecure), baseUrlAdvice(allowInsecure));

export const baseUrl = (allowInsecure: boolean) => wholeUrl(allowInsecure).transform(dropTrailingSlash);

/** A base URL with `{shop}` in it, checked with an example shop in its place. */
export const shopBaseUrl = (allowInsecure: boolean) =>
  z
    .string()
    .refine(
      (text) => text.includes("{shop}"),
      "write {shop} where the shop's host name goes, e.g. https://{shop}",
    )
    .refine(
      (text) => isBaseUrl(text.replaceAll("{shop}", "example.myharavan.com"), allowInsecure),
      baseUrlAdvice(allowInsecure),
    )
    .transform(dropTrailingSlash);

/** A host may have `*` and `;` in it: a policy would take the one for any name, and end at the other. */
const isOrigin = (text: string): boolean =>
  /^https?:\/\/[\w.:[\]-]+$/.test(text) && URL.parse(text)?.origin === text;

const splitList = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const listOf = (isItem: (text: string) => boolean, advice: string) =>
  z
    .string()
    .default("")
    .transform(splitList)
    .refine((list) => list.every(isItem), advice);

/** Exact origins, comma separated: `https://a.example,https://b.example`. */
export const origins = listOf(
  isOrigin,
  "give exact origins separated by commas, e.g. https://manage.privageapp.com: no path, no trailing slash, no wildcard",
);

/** Whole addresses only (`10` would be 0.0.0.10), and no network of everybody: nobody's word is worth anything then. */
const isNetwork = (text: string): boolean =>
  isIP(text) !== 0 ||
  (isIP(text.slice(0, text.indexOf("/"))) !== 0 && ipaddr.isValidCIDR(text) && !/\/0+$/.test(text));

/** Addresses and networks: `10.0.0.0/8,127.0.0.1`. */
export const addressList = listOf(
  isNetwork,
  "give whole addresses or networks separated by commas, e.g. 10.0.0.0/8,127.0.0.1",
);

const KEY_PATTERN = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

const KEYS_ADVICE =
  "give id:key[,id:key…], each key 32 random bytes in base64, e.g. 2026-11:$(openssl rand -base64 32); the first one seals";

export const vaultKeys = z
  .string({ error: `is required: ${KEYS_ADVICE}` })
  .transform((text, context): [VaultKey, ...VaultKey[]] => {
    const keys = splitList(text).flatMap((item): VaultKey[] => {
      const match = KEY_PATTERN.exec(item);
      return match?.[1] && match[2] ? [{ id: match[1], bytes: Buffer.from(match[2], "base64") }] : [];
    });
    const [first, ...others] = keys;
    const allDistinct = new Set(keys.map(({ id }) => id)).size === keys.length;
    if (first && keys.length === splitList(text).length && allDistinct) return [first, ...others];
    // Never the text itself in the message: it may be a key that is almost right.
    context.addIssue(first && !allDistinct ? "has the same key id twice" : KEYS_ADVICE);
    return z.NEVER;
  });

/** A URL with a password may be none yet, by a character that is not escaped: whoever opens the vault says so. */
const isPostgresUrl = (text: string): boolean =>
  /^postgres(ql)?:\/\/.*\S$/.test(text) && (text.includes("@") || URL.canParse(text));

export const vaultLocation = z
  .string()
  .default("sqlite:./data/vault.db")
  .refine(
    (text) => /^sqlite:\S(.*\S)?$/.test(text) || isPostgresUrl(text),
    "give sqlite:path/to/file.db, without blanks around the path, or postgres://user:password@host/database",
  );

export const wholeNumber = (minimum: number, maximum: number, fallback: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,12}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
      `give a whole number from ${minimum} to ${maximum}`,
    )
    .transform(Number)
    .default(fallback);

export const flag = z
  .enum(["0", "1", ""], { error: "give 1 to switch it on, 0 or nothing to leave it off" })
  .default("0")
  .transform((text) => text === "1");

/** A file with corrections of the contracts; read once, at the start. Of a file that is no JSON nothing is repeated. */
export const contractOverrides = z.string().transform((file, context) => {
  try {
    return parseOverrides(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    const reason = isAddOnError(cause) ? cause.message : "it cannot be read, or is not JSON";
    context.addIssue(`give a JSON file with corrections of the contracts; ${reason}`);
    return z.NEVER;
  }
});
