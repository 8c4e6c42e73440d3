/**
 * The one module that holds tokens. They live in this closure and nowhere else: no property, no JSON, no storage.
 *
 * A refresh token is taken to be used: once handed to a request it is gone, so that no path can send it twice. Only an
 * answer that did not replace it puts it back (RFC 6749 section 6).
 */
import type { Ports } from "./ports.ts";
import { lastUseAge, renewalAge } from "./renewal-plan.ts";
import type { TokenTimes } from "./session-state.ts";
import type { IssuedTokens } from "./token-endpoint.ts";

/** A token to send. Compared by identity: another object is another token. */
export interface AccessToken {
  readonly value: string;
}

interface Held extends AccessToken {
  /** Measured from before the request was sent: the token is not older than this. */
  readonly age: () => number;
  readonly life: number;
  readonly renewAge: number;
}

export const createTokens = ({ clock, random }: Ports) => {
  let held: Held | undefined;
  let refresh: string | undefined;

  return {
    /** Keeps what was issued. `spent` is the refresh token that asked for it: it stays when none came back. */
    accept: ({ accessToken, refreshToken, lifeMs }: IssuedTokens, age: () => number, spent?: string) => {
      held = { value: accessToken, age, life: lifeMs, renewAge: renewalAge(lifeMs, age(), random()) };
      refresh = refreshToken ?? spent;
    },
    /** The access token, unless it is about to expire or was refused. */
    usable: (): AccessToken | undefined => (held && held.age() < lastUseAge(held.life) ? held : undefined),
    /** Milliseconds until renewal is due, 0 at least. */
    dueIn: () => (held ? Math.max(held.renewAge - held.age(), 0) : 0),
    times: (): TokenTimes => {
      if (!held || held.life === Infinity) return {};
      const issuedAt = clock.now() - held.age();
      return { expiresAt: issuedAt + held.life, renewAt: issuedAt + held.renewAge };
    },
    /** Hands the refresh token out, for one request. */
    takeRefresh: () => {
      const taken = refresh;
      refresh = undefined;
      return taken;
    },
    /** Forgets this token, unless there is another one by now; without a token, forgets everything. */
    drop: (token?: AccessToken) => {
      if (!token) refresh = undefined;
      if (!token || token === held) held = undefined;
    },
  };
};
