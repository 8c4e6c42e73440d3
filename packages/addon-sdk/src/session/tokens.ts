/**
 * The one module that holds tokens. They live in this closure and nowhere else: no property, no JSON, no storage.
 *
 * A refresh token is taken to be used: once handed to a request it is gone, so that no path can send it twice.
 */
import type { Ports } from "./ports.ts";
import { lastUseAge, renewalAge } from "./renewal-plan.ts";
import type { TokenTimes } from "./session-state.ts";
import type { IssuedToken } from "./token-endpoint.ts";

/** A token to send. Compared by identity: another object is another token. */
export type AccessToken = Pick<IssuedToken, "value">;

export const createTokens = ({ clock, random }: Ports) => {
  let held: Omit<IssuedToken, "refresh"> | undefined;
  let refresh: string | undefined;
  let renewAge = 0;

  return {
    accept: ({ refresh: next, ...token }: IssuedToken) => {
      held = token;
      refresh = next;
      renewAge = renewalAge(token.life, token.age(), random());
    },
    /** The access token, unless it is about to expire or was refused. */
    usable: (): AccessToken | undefined => (held && held.age() < lastUseAge(held.life) ? held : undefined),
    /** Milliseconds until renewal is due, 0 at least. */
    dueIn: () => (held ? Math.max(renewAge - held.age(), 0) : 0),
    times: (): TokenTimes => {
      if (!held || held.life === Infinity) return {};
      const issuedAt = clock.now() - held.age();
      return { expiresAt: issuedAt + held.life, renewAt: issuedAt + renewAge };
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
