import type { Fault } from "../../simulators.ts";

type Match = Fault["match"];

const on = (method: string, path: string): Match => ({ method, path });

/** The platform says so many times that it is out of order. */
export const outOfOrder = (path: string, status: 500 | 503 = 503, times = 1): Fault => ({
  match: { path },
  fault: "status",
  status,
  times,
});

/** The platform asks to come back in a second, as Haravan does with a decimal number. */
export const tooMany = (path: string): Fault => ({
  match: { path },
  fault: "status",
  status: 429,
  headers: { "retry-after": "1.0" },
  times: 1,
});

/** The connection breaks before the work is done. */
export const lost = (method: string, path: string): Fault => ({
  match: on(method, path),
  fault: "reset",
  times: 1,
});

/** The work is done, and the answer never arrives. */
export const answerLost = (method: string, path: string): Fault => ({
  match: on(method, path),
  fault: "commit-then-reset",
  times: 1,
});

export const late = (path: string, delayMs = 900): Fault => ({
  match: { path },
  fault: "delay",
  delayMs,
  times: 2,
});

/** The answer comes in crumbs. */
export const inCrumbs = (path: string): Fault => ({
  match: { path },
  fault: "slow-body",
  delayMs: 40,
  times: 2,
});

/** No answer at all, ever. */
export const silent = (path: string): Fault => ({ match: { path }, fault: "hang", times: 1 });
