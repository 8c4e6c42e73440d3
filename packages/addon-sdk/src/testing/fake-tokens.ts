/** Tokens as Privage issues them: exchange tokens that work once and live 60 s, rotating refresh tokens, JWTs that expire. */
const EXCHANGE_TOKEN_MS = 60_000;

export interface FakeTokens {
  mint(): string;
  /** Undefined when the exchange token is used, expired or unknown. */
  exchange(exchangeToken: string): IssuedPair | undefined;
  /** Undefined when refused. A second use of a rotated refresh token revokes everything that came of it. */
  renew(refreshToken: string): IssuedPair | undefined;
  isValid(accessToken: string): boolean;
  /** Every access token issued so far is refused from now on. */
  revokeAccess(): void;
  readonly counts: {
    readonly mints: number;
    readonly exchanges: number;
    readonly renewals: number;
    readonly reuses: number;
  };
}

export interface IssuedPair {
  readonly access_token: string;
  readonly refresh_token?: string;
}

interface Family {
  isRevoked: boolean;
  current: string;
}

export interface FakeTokenOptions {
  readonly now: () => number;
  /** Life of an access token in seconds. */
  readonly lifeSeconds: number;
  /** Whether a renewal brings a new refresh token. */
  readonly rotate: boolean;
  readonly claims: Readonly<Record<string, unknown>>;
}

export const createFakeTokens = ({ now, lifeSeconds, rotate, claims }: FakeTokenOptions): FakeTokens => {
  const minted = new Map<string, number>();
  const families = new Map<string, Family>();
  const issued = new Map<string, { expiresAt: number; family: Family }>();
  const counts = { mints: 0, exchanges: 0, renewals: 0, reuses: 0 };
  let serial = 0;

  const issue = (family: Family): string => {
    const iat = Math.floor(now() / 1000);
    const payload = btoa(JSON.stringify({ ...claims, iat, exp: iat + lifeSeconds, jti: `${++serial}` }));
    const token = `fake.${payload.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "")}.unsigned`;
    issued.set(token, { expiresAt: now() + lifeSeconds * 1000, family });
    return token;
  };
  const nextRefresh = (family: Family): string => {
    family.current = `fake-refresh-${++serial}`;
    families.set(family.current, family);
    return family.current;
  };

  return {
    counts,
    mint: () => {
      counts.mints++;
      const token = `fake-exchange-${++serial}`;
      minted.set(token, now());
      return token;
    },
    exchange: (exchangeToken) => {
      counts.exchanges++;
      const mintedAt = minted.get(exchangeToken);
      minted.delete(exchangeToken);
      if (mintedAt === undefined || now() - mintedAt > EXCHANGE_TOKEN_MS) return undefined;
      const family: Family = { isRevoked: false, current: "" };
      return { access_token: issue(family), refresh_token: nextRefresh(family) };
    },
    renew: (refreshToken) => {
      counts.renewals++;
      const family = families.get(refreshToken);
      if (!family || family.isRevoked) return undefined;
      if (refreshToken !== family.current) {
        counts.reuses++;
        family.isRevoked = true;
        return undefined;
      }
      return rotate
        ? { access_token: issue(family), refresh_token: nextRefresh(family) }
        : { access_token: issue(family) };
    },
    isValid: (accessToken) => {
      const known = issued.get(accessToken);
      return known !== undefined && !known.family.isRevoked && now() < known.expiresAt;
    },
    revokeAccess: () => issued.clear(),
  };
};
