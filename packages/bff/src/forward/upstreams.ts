/// <reference path="./undici.d.ts" />
import { LRUCache } from "lru-cache";
// Of undici only what is used (docs/decisions/0032): its index also loads fetch, WebSocket, caches and mocks, 9 MB more.
import Pool from "undici/lib/dispatcher/pool.js";
import type { Clock } from "../operations/clock.ts";
import { type Circuit, createCircuit } from "./circuit.ts";
import { assertAllowedHost, createGuardedLookup } from "./egress.ts";
import { HttpConnection } from "./http-connection.ts";
import { createSilenceWatch, type SilenceWatch } from "./silence.ts";

/** One platform host: its connections and its circuit. */
export interface Upstream {
  readonly origin: string;
  readonly pool: Pool;
  readonly circuit: Circuit;
  /** Bodies that stream to it now. */
  uploads: number;
  /** Half of its connections: each is held for as long as a caller takes to upload, and the others are for everybody. */
  readonly mostUploads: number;
  /** One for all hosts. */
  readonly silence: SilenceWatch;
}

export type Upstreams = ReturnType<typeof createUpstreams>;

export interface UpstreamOptions {
  readonly clock: Clock;
  readonly allowInsecure: boolean;
  readonly connections: number;
  /** ms until the answer's head, and between two pieces of its body. */
  readonly timeoutMs: number;
  /** ms that a caller may leave an answer unread. */
  readonly callerTimeoutMs: number;
}

/** Hosts kept open at once; the least used is closed first. */
const MOST_ORIGINS = 256;
const CONNECT_TIMEOUT_MS = 5_000;
/** Below the idle limits of common proxies (60 s), so that we close first and seldom write into a closing socket. */
const KEEP_ALIVE_MS = 10_000;

export const createUpstreams = ({
  clock,
  allowInsecure,
  connections,
  timeoutMs,
  callerTimeoutMs,
}: UpstreamOptions) => {
  const lookup = createGuardedLookup(allowInsecure);
  const silence = createSilenceWatch(timeoutMs, callerTimeoutMs);
  const closing = new Set<Promise<void>>();
  const all = new LRUCache<string, Upstream>({
    max: MOST_ORIGINS,
    dispose: ({ pool }) => {
      const closed = pool
        .close()
        .catch(() => {})
        .finally(() => closing.delete(closed));
      closing.add(closed);
    },
  });
  return {
    /** @throws {AddOnError} UPSTREAM_UNAVAILABLE when the host is a forbidden address. */
    of: (origin: string): Upstream => {
      const known = all.get(origin);
      if (known) return known;
      assertAllowedHost(new URL(origin).hostname, allowInsecure);
      const pool = new Pool(origin, {
        connections,
        pipelining: 1,
        // Never HTTP/2, which an https platform could choose: undici's client for it sends writes again that a server refused,
        // ends answers that were reset as if they were whole, and puts all calls on one connection.
        allowH2: false,
        factory: (url, options) => new HttpConnection(url, options),
        connect: { lookup, timeout: CONNECT_TIMEOUT_MS, minVersion: "TLSv1.2" },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        keepAliveTimeout: KEEP_ALIVE_MS / 2,
        keepAliveMaxTimeout: KEEP_ALIVE_MS,
      });
      const mostUploads = Math.max(1, connections >> 1);
      const upstream = { origin, pool, circuit: createCircuit(clock), uploads: 0, mostUploads, silence };
      all.set(origin, upstream);
      return upstream;
    },
    /** Hosts whose calls are held back right now. */
    countOpen: (): number => [...all.values()].filter(({ circuit }) => circuit.isOpen).length,
    /** Every call under way gets its answer now: that nobody knows, or that it can be made again. None is begun any more. */
    giveUpAll: silence.giveUpAll,
    /** Waits for requests under way. */
    close: async (): Promise<void> => {
      all.clear();
      await Promise.all(closing);
      silence.close();
    },
  };
};
