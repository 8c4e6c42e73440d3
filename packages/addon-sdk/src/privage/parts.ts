/** What the parts of a Privage client are made from: one way to call, and what writes need to happen once. */
import { type Caller, createCaller } from "../calls/caller.ts";
import { type Clock, systemClock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { createRefNos } from "../values/ref-no.ts";
import { createFindMovement, type FindMovement } from "./ledger.ts";
import { DECIMAL_FIELDS } from "./types.ts";

export interface PrivageClientOptions {
  /** Stands before each `ref_no` that the client makes, e.g. `"DESK-"`. */
  readonly refNoPrefix?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** What a client needs of a session. */
export type PrivageSession = Pick<Session, "fetch" | "getAccessToken">;

export interface PrivageParts {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly nextRefNo: () => string;
  readonly findMovement: FindMovement;
}

/** `prefix` stands before each path: Privage's two versions do not even begin alike. */
export const createParts = (
  session: PrivageSession,
  prefix: "/v2/connect" | "/api/v1/connect",
  { refNoPrefix = "", clock = systemClock, random = Math.random }: PrivageClientOptions,
): PrivageParts => {
  const caller = createCaller({ session, prefix, decimalFields: DECIMAL_FIELDS, clock, random });
  return {
    caller,
    clock,
    nextRefNo: createRefNos({ prefix: refNoPrefix, now: () => clock.now() }),
    findMovement: createFindMovement(caller, session, clock),
  };
};
