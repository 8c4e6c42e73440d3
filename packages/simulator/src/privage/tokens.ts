/**
 * From the Management Site's user to an access token that renews itself:
 *
 * 1. Generate: a user of the site gets an exchange token for one add-on in one business. It lives 60 s.
 * 2. Exchange: the token is taken out of the store before anything is awaited, so of any number of concurrent
 *    redemptions exactly one wins. Used, expired and unknown look the same: 401.
 * 3. Renew: with rotation, a refresh token is good once. Using it again means that two parties hold it, so the whole
 *    family, access tokens too, is revoked. Without rotation the refresh token stays good.
 * 4. Get: an API key and secret buy a session without a person.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../clock/clock.ts";
import { DEMO_CREDENTIALS } from "../credentials.ts";
import { type Answer, json } from "../server/answer.ts";
import { isSameSecret } from "../server/same-secret.ts";
import type { BusinessBooks } from "./books.ts";
import { failure, unauthorized } from "./errors.ts";
import type { PrivageHandlers, Session } from "./handlers.ts";
import type { Installations } from "./installations.ts";
import type { JwtKey } from "./jwt.ts";
import type { PrivageSettings } from "./settings.ts";
import type { StaffMember } from "./staff.ts";

const EXCHANGE_TOKEN_LIFE_MS = 60_000;
const SERVER_ADD_ON = 42;

interface Family extends Session {
  readonly id: string;
  isRevoked: boolean;
}

type TokenHandlers = Pick<PrivageHandlers<StaffMember>, "generateExchangeToken"> &
  Pick<PrivageHandlers<undefined>, "exchangeAccessToken" | "renewAccessToken" | "getAccessToken">;

export interface Tokens {
  readonly handlers: TokenHandlers;
  /** The session an access token stands for, while it lives. */
  readonly sessionOf: (accessToken: string) => Promise<Session | undefined>;
  readonly reset: () => void;
}

export const createTokens = (parts: {
  readonly clock: Clock;
  readonly jwt: JwtKey;
  readonly settings: PrivageSettings;
  readonly books: ReadonlyMap<string, BusinessBooks>;
  readonly installations: Pick<Installations, "isInstalled">;
}): Tokens => {
  const { clock, jwt, settings, books, installations } = parts;
  const exchangeTokens = new Map<string, { readonly session: Session; readonly expiresAt: number }>();
  const families = new Map<string, Family>();
  const refreshTokens = new Map<string, { readonly family: Family; isSpent: boolean }>();

  const forgetExpired = () => {
    // Insertion order is order of expiry, so the first living one ends the search.
    for (const [token, { expiresAt }] of exchangeTokens) {
      if (expiresAt > clock.now()) return;
      exchangeTokens.delete(token);
    }
  };

  const accessTokenFor = ({ id, subject, appconnectId, books: { business } }: Family) =>
    jwt.sign("connect", subject, settings.accessTokenLifeSeconds, {
      sid: id,
      business_code: business.code,
      appconnect_id: appconnectId,
    });

  const refreshTokenFor = (family: Family) => {
    const token = randomBytes(32).toString("base64url");
    refreshTokens.set(token, { family, isSpent: false });
    return token;
  };

  const openSession = async (session: Session): Promise<Answer> => {
    const family: Family = { ...session, id: randomUUID(), isRevoked: false };
    families.set(family.id, family);
    const refresh_token = refreshTokenFor(family);
    return json(201, { access_token: await accessTokenFor(family), refresh_token });
  };

  return {
    handlers: {
      generateExchangeToken: ({ body, caller }) => {
        const book = books.get(body.business_code);
        const worksThere = caller.businesses.some(
          ({ business_code }) => business_code === body.business_code,
        );
        if (!book || !worksThere) return failure(403, "You do not work for this business");
        if (!installations.isInstalled(book, body.appconnect_id))
          return failure(403, "This add-on is not installed");
        forgetExpired();
        const token = randomUUID();
        const session = { books: book, appconnectId: body.appconnect_id, subject: caller.staff_id };
        exchangeTokens.set(token, { session, expiresAt: clock.now() + EXCHANGE_TOKEN_LIFE_MS });
        return json(201, { exchange_token: token });
      },
      exchangeAccessToken: async ({ body }) => {
        const found = exchangeTokens.get(body.exchange_token);
        exchangeTokens.delete(body.exchange_token);
        if (!found || found.expiresAt <= clock.now()) return unauthorized();
        return openSession(found.session);
      },
      renewAccessToken: async ({ body }) => {
        const found = refreshTokens.get(body.refresh_token);
        if (!found || found.family.isRevoked) return unauthorized();
        const { family } = found;
        if (found.isSpent) {
          family.isRevoked = true;
          return unauthorized();
        }
        if (!settings.rotateRefreshTokens) return json(201, { access_token: await accessTokenFor(family) });
        found.isSpent = true;
        const refresh_token = refreshTokenFor(family);
        return json(201, { access_token: await accessTokenFor(family), refresh_token });
      },
      getAccessToken: async ({ body }) => {
        const entry = Object.entries(DEMO_CREDENTIALS).find(
          ([, { privage }]) => privage.apiKey === body.api_key,
        );
        const book = entry && books.get(entry[0]);
        if (!book || !isSameSecret(body.api_secret, entry[1].privage.apiSecret)) return unauthorized();
        return openSession({ books: book, appconnectId: SERVER_ADD_ON, subject: `app:${SERVER_ADD_ON}` });
      },
    },
    sessionOf: async (accessToken) => {
      const claims = await jwt.read("connect", accessToken);
      const family = claims && families.get(String(claims["sid"]));
      return family && !family.isRevoked ? family : undefined;
    },
    reset: () => {
      exchangeTokens.clear();
      families.clear();
      refreshTokens.clear();
    },
  };
};
