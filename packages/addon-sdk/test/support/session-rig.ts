import { AddOnError } from "@privage-addons/contracts";
import type { ExchangeTokenReason } from "@privage-addons/contracts/bridge";
import { createSession } from "../../src/session/session.ts";
import type { SessionState } from "../../src/session/session-state.ts";
import { createFakePage } from "../../src/testing/fake-page.ts";
import { createFakeTokens, type FakeTokenOptions } from "../../src/testing/fake-tokens.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";

/** What a call of the rig's server does, decided per call. */
export type Answerer = (
  path: string,
  work: () => Response,
  signal: AbortSignal,
) => Response | Promise<Response>;

const BASE = "https://api.test";

export const answer = (status: number, body: unknown = {}, headers: HeadersInit = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });

export const neverAnswered = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });

/** Lost after the work: what the server did stays done. */
export const lostAfter = (work: () => Response): never => {
  work();
  throw new TypeError("Failed to fetch");
};

export interface RigOptions extends Partial<FakeTokenOptions> {
  /** How far the server's clock is ahead of this machine's, in ms. */
  readonly skewMs?: number;
  readonly random?: () => number;
  /** Changes what a token answer holds. */
  readonly shape?: (pair: object) => object;
  readonly askHost?: (reason: ExchangeTokenReason, mint: () => string) => Promise<string>;
}

/** A session over a strict server (single use, rotation, reuse detection) in virtual time. */
export const createRig = (options: RigOptions = {}) => {
  const clock = createVirtualClock();
  const page = createFakePage();
  const serverStart = clock.now() + (options.skewMs ?? 0);
  // The server's time passes whatever this machine's wall clock says.
  let slept = 0;
  const serverNow = () => serverStart + clock.monotonic() + slept;
  const tokens = createFakeTokens({
    now: serverNow,
    lifeSeconds: 900,
    rotate: true,
    claims: {},
    ...options,
  });
  const { shape = (pair) => pair } = options;
  const log: string[] = [];
  const sentTokens: string[] = [];
  const states: SessionState[] = [];
  const refreshTokensSent: string[] = [];
  let onCall: Answerer = (_path, work) => work();

  const serve = (path: string, headers: Headers, body: Record<string, unknown>): Response => {
    if (path.endsWith("/access-token")) {
      const pair = tokens.exchange(String(body["exchange_token"]));
      return pair ? answer(201, shape(pair)) : answer(401, { message: "Unauthorized" });
    }
    if (path.endsWith("/renew-token")) {
      const pair = tokens.renew(String(body["refresh_token"]));
      return pair ? answer(201, shape(pair)) : answer(401, { message: "Unauthorized" });
    }
    const bearer = (headers.get("authorization") ?? "").slice("Bearer ".length);
    sentTokens.push(bearer);
    return tokens.isValid(bearer) ? answer(200, { ok: true }) : answer(401, { message: "Unauthorized" });
  };

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const path = new URL(String(input)).pathname;
    const signal = init.signal ?? new AbortController().signal;
    log.push(path);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : {};
    if (body.refresh_token) refreshTokensSent.push(body.refresh_token);
    await Promise.resolve();
    signal.throwIfAborted();
    return onCall(path, () => serve(path, new Headers(init.headers), body), signal);
  };

  const owned = createSession(
    { fetch, clock, page, random: options.random ?? (() => 0.5) },
    BASE,
    (reason) => (options.askHost ? options.askHost(reason, tokens.mint) : Promise.resolve(tokens.mint())),
    () => "",
    () => {},
  );
  owned.session.subscribe((state) => states.push(state));

  return {
    ...owned,
    clock,
    page,
    tokens,
    log,
    states,
    sentTokens,
    refreshTokensSent,
    statuses: () => states.map(({ status }) => status),
    /** Calls of one kind so far. */
    count: (end: string) => log.filter((path) => path.endsWith(end)).length,
    onCall: (handler: Answerer) => {
      onCall = handler;
    },
    /** The machine sleeps; the server does not. */
    sleepMachine: (ms: number) => {
      slept += ms;
      clock.sleepMachine(ms);
    },
    call: (path = "/v2/connect/thing") => owned.session.fetch(path),
    begin: async () => {
      owned.start();
      await clock.advance(0);
    },
  };
};

export type Rig = ReturnType<typeof createRig>;

/** Calls and waits for the outcome: an HTTP status or, where the call was rejected, the error's code. */
export const statusOf = async (rig: Rig, path?: string) =>
  (await rig.clock.run(rig.call(path).catch((error: { code: string }) => ({ status: error.code })))).status;

export const mintFails = (code: "MINT_FAILED" | "HOST_GONE" | "SESSION_ENDED" | "NOT_GRANTED") =>
  Promise.reject(new AddOnError(code, "As told."));
