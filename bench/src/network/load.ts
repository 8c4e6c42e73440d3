/**
 * Load on an HTTP server of this machine, over plain sockets. autocannon and its like count latency in whole milliseconds
 * and spend more CPU than the proxies they are pointed at; here a request is one write and an answer is counted, not parsed.
 *
 * Closed: every connection sends its next request once the last was answered; shows how much a server can do.
 * Open: requests are due at a fixed rate and latency counts from when each was due, so that a stall is not left out.
 */
import { connect, type Socket } from "node:net";
import { createHistogram } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { summarise } from "../harness/statistics.ts";
import { createResponseReader } from "./response-reader.ts";

type Headers = Readonly<Record<string, string>>;

export interface LoadOptions {
  /** Ports on 127.0.0.1; connections are spread over them in turn. */
  readonly ports: readonly number[];
  readonly path: string;
  /** Of every request; of several sets each request takes the next. */
  readonly headers: Headers | readonly Headers[];
  readonly connections: number;
  readonly durationMs: number;
  /** At the start: answered, but not counted in the latency. Connections open, and the system spreads processes over the cores. */
  readonly leadInMs?: number;
  /** Requests per second of an open load; absent means closed. */
  readonly rate?: number;
}

export interface LoadResult {
  readonly answers: number;
  /** Answers other than 2xx, and broken connections. */
  readonly failures: number;
  /** Status of the last answer that failed; 0 when there was none. */
  readonly failedStatus: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** p99 of each second by itself, its median: a machine that stalls for a second now and then does not decide it. */
  readonly p99OfSecond: number;
  readonly max: number;
}

interface Connection {
  send(dueAt: number): void;
  readonly close: () => void;
}

const FIRST_ANSWER_MS = 15_000;

const now = (): number => performance.now();

/** One request as text. */
const requestOf = (path: string, headers: Headers): string => {
  const lines = Object.entries({ Host: "127.0.0.1", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
};

const open = (
  port: number,
  nextRequest: () => string,
  onAnswer: (connection: Connection, dueAt: number, status: number, bytes: number) => void,
  onBroken: () => void,
): Promise<Connection> =>
  new Promise((resolve, reject) => {
    let dueAt = 0;
    const socket: Socket = connect({ host: "127.0.0.1", port, noDelay: true });
    const reader = createResponseReader((status, bytes) => onAnswer(connection, dueAt, status, bytes));
    const connection: Connection = {
      send: (due) => {
        dueAt = due;
        socket.write(nextRequest());
      },
      close: () => {
        socket.removeAllListeners("close");
        socket.destroy();
      },
    };
    socket.on("data", (chunk) => reader.read(chunk));
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", () => {}); // "close" follows
      socket.once("close", onBroken);
      resolve(connection);
    });
    socket.once("error", reject);
  });

/** Runs the load and counts. Rejects when the server cannot be reached. */
export const runLoad = async ({
  ports,
  path,
  headers,
  connections,
  durationMs,
  leadInMs = 0,
  rate,
}: LoadOptions): Promise<LoadResult> => {
  const requests = [headers].flat().map((each) => requestOf(path, each));
  let sent = 0;
  const nextRequest = (): string => requests[sent++ % requests.length] ?? "";
  const nanoseconds = createHistogram();
  const ofSecond = createHistogram();
  const p99OfSeconds: number[] = [];
  let answers = 0;
  let failures = 0;
  let failedStatus = 0;
  let bytes = 0;
  let isOver = false;
  const free: Connection[] = [];
  const overdue: number[] = [];

  const onAnswer = (connection: Connection, dueAt: number, status: number, received: number): void => {
    if (isOver) return;
    answers++;
    bytes += received;
    if (status < 200 || status > 299) {
      failures++;
      failedStatus = status;
    }
    const answeredAt = now();
    const countedMs = answeredAt - startedAt - leadInMs;
    if (countedMs >= 0) {
      if (countedMs >= (p99OfSeconds.length + 1) * 1_000) {
        p99OfSeconds.push(ofSecond.percentile(99));
        ofSecond.reset();
      }
      const tookNs = Math.max(1, Math.round((answeredAt - dueAt) * 1e6));
      nanoseconds.record(tookNs);
      ofSecond.record(tookNs);
    }
    const next = rate === undefined ? answeredAt : overdue.shift();
    if (next === undefined) free.push(connection);
    else connection.send(next);
  };
  const onBroken = (): void => {
    failures++;
  };
  const opened = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      open(ports[index % ports.length] ?? 0, nextRequest, onAnswer, onBroken),
    ),
  );

  const startedAt = now();
  if (rate === undefined) for (const connection of opened) connection.send(startedAt);
  else free.push(...opened);
  let due = 0;
  const pace =
    rate === undefined
      ? undefined
      : setInterval(() => {
          for (; due < ((now() - startedAt) / 1000) * rate; due++) {
            const dueAt = startedAt + (due / rate) * 1000;
            const connection = free.shift();
            if (connection) connection.send(dueAt);
            else overdue.push(dueAt);
          }
        }, 1);
  await delay(durationMs);
  // On a machine that is busy with other things the first answer may take longer than a short run.
  while (answers === 0 && now() - startedAt < FIRST_ANSWER_MS) await delay(50);
  isOver = true;
  clearInterval(pace);
  const seconds = (now() - startedAt) / 1000;
  for (const connection of opened) connection.close();
  const milliseconds = (percentile: number) => nanoseconds.percentile(percentile) / 1e6;
  return {
    answers,
    failures,
    failedStatus,
    bytes,
    seconds,
    p50: milliseconds(50),
    p99: milliseconds(99),
    p99OfSecond: p99OfSeconds.length > 0 ? summarise(p99OfSeconds).median / 1e6 : milliseconds(99),
    max: nanoseconds.max / 1e6,
  };
};
