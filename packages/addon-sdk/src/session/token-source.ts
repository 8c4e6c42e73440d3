/**
 * Where access tokens come from: one flight at a time, whoever asks.
 *
 * An attempt is: renew with the refresh token; when that was refused or its answer lost, ask the host for a new exchange
 * token and trade it. No secret is ever sent twice: a lost answer may hide a success, and a second use of a rotated
 * refresh token looks like theft. After a failed attempt the next one waits (backoff, or `Retry-After`); a page that
 * wakes up online ends the wait. Callers join the flight and leave it alone, at their own deadline.
 */
import { AddOnError } from "@privage-addons/contracts";
import type { EndReason, ExchangeTokenReason } from "@privage-addons/contracts/bridge";
import { createStore } from "../store.ts";
import { backoffMs, jittered } from "./backoff.ts";
import { startStopwatch } from "./clock.ts";
import type { Ports } from "./ports.ts";
import { nextSessionState, type SessionState } from "./session-state.ts";
import { callTokenEndpoint } from "./token-endpoint.ts";
import { type AccessToken, createTokens } from "./tokens.ts";

const TICK_MS = 60_000;
const MIN_TICK_MS = 1_000;
const PROBE_MS = 15_000;
const FUTILE_MS = 10_000;

/** Asks the host for an exchange token; each one is used once. Rejects with an {@link AddOnError}. */
export type AskHost = (reason: ExchangeTokenReason) => Promise<string>;

export type TokenSource = ReturnType<typeof createTokenSource>;

export const createTokenSource = (ports: Ports, apiBaseUrl: string, askHost: AskHost) => {
  const { clock, page, random } = ports;
  const tokens = createTokens(ports);
  const state = createStore<SessionState>({ status: "connecting" });
  const ending = new AbortController();
  const over = ending.signal;
  let flight: Promise<void> | undefined;
  let reason: ExchangeTokenReason = "start";
  let failures = 0;
  let sinceFailure = startStopwatch(clock);
  /** How long to wait after the last failure: as the platform told, and by our own backoff, which a page's waking ends. */
  let toldMs = 0;
  let ownMs = 0;
  const restMs = () => Math.max(toldMs, ownMs) - sinceFailure();
  let sinceFutile = () => Infinity;
  let wake = () => {};
  let cancelTick = wake;

  const propose = (next: SessionState) => state.set(nextSessionState(state.get(), next));

  /** Resolves after `ms`, or when the page wakes up online. */
  const sleep = async (ms: number) => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      clock.setTimer(resolve, ms);
    });
    over.throwIfAborted();
  };

  const trade = async (secret: string, isRenewal: boolean) => {
    const issued = await callTokenEndpoint(ports, apiBaseUrl, secret, isRenewal);
    over.throwIfAborted();
    tokens.accept(issued);
    failures = 0;
    propose({ status: "active", ...tokens.times() });
    tick();
  };

  const attempt = async () => {
    over.throwIfAborted();
    while (restMs() > 0) await sleep(restMs());
    // A browser that says "offline" is believed for a while: an attempt now would only spend a token.
    if (!page.isOnline()) await sleep(PROBE_MS);
    const refresh = tokens.takeRefresh();
    if (refresh) {
      propose({ status: "renewing", ...tokens.times() });
      try {
        return await trade(refresh, true);
      } catch (error) {
        over.throwIfAborted();
        const { code, details } = error as AddOnError;
        reason = code === "TOKEN_SPENT" ? "renewal-refused" : "renewal-lost";
        if (details?.["retryAfterMs"]) throw error;
      }
    }
    if (reason !== "start") propose({ status: "rebootstrapping" });
    const exchangeToken = await askHost(reason);
    over.throwIfAborted();
    await trade(exchangeToken, false);
  };

  const fail = (error: AddOnError) => {
    if (error.code === "SESSION_ENDED") end("closed");
    toldMs = jittered(Number(error.details?.["retryAfterMs"] ?? 0), random());
    ownMs = jittered(backoffMs(++failures), random());
    sinceFailure = startStopwatch(clock);
    const trouble = { ...error.toData(), retryAt: clock.now() + restMs() };
    if (tokens.usable()) propose({ status: "active", ...tokens.times(), trouble });
    else {
      // Only one of them may follow the state there is.
      propose({ status: "exchanging", trouble });
      propose({ status: "rebootstrapping", trouble });
    }
    throw error;
  };

  const obtain = () => {
    // Begins one microtask later, so that `flight` is set before any listener can ask again.
    flight ??= Promise.resolve()
      .then(attempt)
      .catch(fail)
      .finally(() => {
        flight = undefined;
      });
    return flight;
  };
  const obtainAhead = () => {
    obtain().catch(() => {});
  };

  /** Renewal ahead of time. Relies on no timer being on time, and leaves a hidden page to its first use. */
  const tick = () => {
    cancelTick();
    if (over.aborted || state.get().status === "connecting") return;
    const dueInMs = tokens.dueIn();
    const isAwake = page.isVisible() && page.isOnline();
    if (!dueInMs && isAwake) obtainAhead();
    cancelTick = clock.setTimer(tick, Math.min(Math.max(dueInMs, isAwake ? MIN_TICK_MS : TICK_MS), TICK_MS));
  };

  page.onWake(() => {
    ownMs = 0;
    // One that is still offline sleeps on.
    if (page.isOnline()) wake();
    tick();
  }, over);

  const end = (reason: EndReason) => {
    if (over.aborted) return;
    tokens.drop();
    cancelTick();
    ending.abort(new AddOnError("SESSION_ENDED", `The session is over: ${reason}.`, { details: { reason } }));
    wake();
    propose({ status: "ended", reason });
  };

  return {
    state,
    /** Fires with SESSION_ENDED. */
    over,
    /** The host said hello: the first exchange begins. */
    start: () => {
      propose({ status: "exchanging" });
      obtainAhead();
      tick();
    },
    /**
     * A token to send now. Rejects with SESSION_ENDED, with an error that waiting would not mend, with RENEWAL_FAILED
     * when attempts failed until the signal fired, else with the signal's reason.
     */
    get: async (signal: AbortSignal): Promise<AccessToken> => {
      for (let cause: unknown; ; ) {
        over.throwIfAborted();
        if (signal.aborted) {
          throw cause ? new AddOnError("RENEWAL_FAILED", "No token in time.", { cause }) : signal.reason;
        }
        const token = tokens.usable();
        if (token) {
          if (!tokens.dueIn()) obtainAhead();
          return token;
        }
        const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
        await Promise.race([obtain(), aborted]).catch((error: AddOnError) => {
          cause = error;
          // An exchange token that came too late (60 s) is replaced once, silently.
          const isFirstSpent = failures < 2 && error.code === "TOKEN_SPENT";
          if (!isFirstSpent && !error.retryable) throw error;
        });
      }
    },
    /**
     * Privage refused this token with 401. Returns whether another one may help. A token that was got after a refusal and is
     * refused too (`isReplay`) shows that it does not: then for 10 s no 401 asks for another one.
     */
    refused: (token: AccessToken, isReplay: boolean): boolean => {
      if (isReplay) sinceFutile = startStopwatch(clock);
      if (sinceFutile() < FUTILE_MS && token === tokens.usable()) return false;
      tokens.drop(token);
      return !isReplay;
    },
    end,
  };
};
