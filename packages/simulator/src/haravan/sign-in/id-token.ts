import { createHash } from "node:crypto";
import type { components } from "@privage-addons/contracts/haravan";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Clock } from "../../clock/clock.ts";
import type { Shop } from "../shops.ts";
import type { Person } from "./people.ts";

const LIFE_SECONDS = 300;
const KEY_ID = "simulated-1";

/** Who signed in, where, and for whom. */
export interface Identity {
  /** Where the simulator was asked: it issues under any name it is called by. */
  readonly issuer: string;
  readonly shop: Shop;
  readonly person: Person;
  readonly nonce?: string | undefined;
  /** Binds the id token of the hybrid flow to the code beside it. */
  readonly code?: string | undefined;
}

export interface IdTokens {
  readonly sign: (identity: Identity) => Promise<string>;
  readonly keySet: () => Promise<components["schemas"]["KeySet"]>;
}

/** The left half of the hash, as OpenID Connect wants it. */
const codeHash = (code: string) =>
  createHash("sha256").update(code).digest().subarray(0, 16).toString("base64url");

export const createIdTokens = (clock: Clock): IdTokens => {
  // Made on first use: it takes a while, and most who start the simulators never sign in here.
  let pair: ReturnType<typeof generateKeyPair> | undefined;
  const keys = () => {
    pair ??= generateKeyPair("RS256", { extractable: true });
    return pair;
  };
  return {
    sign: async ({ issuer, shop, person, nonce, code }) => {
      const { privateKey } = await keys();
      const seconds = Math.floor(clock.now() / 1000);
      return new SignJWT({
        orgid: String(shop.facts.id),
        orgsub: shop.domain.split(".")[0],
        role: person.isOwner ? ["admin"] : ["staff"],
        email: person.email,
        name: person.name,
        ...(nonce !== undefined && { nonce }),
        ...(code !== undefined && { c_hash: codeHash(code) }),
      })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: KEY_ID })
        .setIssuer(issuer)
        .setAudience(shop.credentials.clientId)
        .setSubject(person.id)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + LIFE_SECONDS)
        .sign(privateKey);
    },
    keySet: async () => {
      const { n = "", e = "" } = await exportJWK((await keys()).publicKey);
      return { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: KEY_ID, n, e }] };
    },
  };
};
