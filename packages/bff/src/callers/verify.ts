/** Two ways to learn whose token it is: ask Privage, or check the signature when its key is configured. */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { CallerVerification } from "../config/config.ts";
import { retryAfterMs } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { Clock } from "../operations/clock.ts";
import type { AskPrivage } from "../privage/corrected-ask.ts";
import { readLife } from "./jwt.ts";

export interface Caller {
  readonly business: string;
  readonly appconnectId: number | undefined;
}

export interface Identity {
  readonly caller: Caller;
  /** How long the token still lives, ms, by the clock of whoever accepted it; undefined when the token does not say. */
  readonly lifeMs: number | undefined;
}

/** Rejects with UNAUTHENTICATED for a token that is refused, UPSTREAM_UNAVAILABLE when nobody could say. */
export type VerifyCaller = (token: string) => Promise<Identity>;

const DEADLINE_MS = 8_000;

export const refused = (cause?: unknown): AddOnError =>
  new AddOnError("UNAUTHENTICATED", "Privage does not accept this access token: renew it.", { cause });

export const businessCode = z.string().min(1).max(128);

const statusSchema = z.object({
  business: z.object({ business_code: businessCode }),
  add_on: z.object({ appconnect_id: z.number() }).partial().optional(),
});

/** By Privage's clock, when its answer has it: ours may be wrong. The header leaves out what is less than a second. */
const lifeLeftMs = (token: string, date: string | undefined, wallNow: number): number | undefined => {
  const life = readLife(token);
  const answeredAt = Date.parse(date ?? "") + 1_000;
  return life && life.exp * 1000 - (Number.isNaN(answeredAt) ? wallNow : answeredAt);
};

/** "Get Current Add-On status" answers for the business that the token belongs to. */
const verifyByIntrospection =
  (askPrivage: AskPrivage, clock: Clock): VerifyCaller =>
  async (token) => {
    const answer = await askPrivage({
      method: "GET",
      path: "/v2/connect/add-on/status",
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (answer.status === 401 || answer.status === 403) throw refused();
    const status = answer.status < 300 ? statusSchema.safeParse(answer.json) : undefined;
    if (!status?.success) {
      const after = retryAfterMs(answer.headers["retry-after"]);
      const what = `Privage cannot say whose token this is (status ${answer.status}).`;
      throw new AddOnError("UPSTREAM_UNAVAILABLE", what, {
        ...(after !== undefined && { details: { retryAfterMs: after } }),
      });
    }
    const { business, add_on } = status.data;
    return {
      caller: { business: business.business_code, appconnectId: add_on?.appconnect_id },
      lifeMs: lifeLeftMs(token, answer.headers.date, clock.wallNow()),
    };
  };

/** Refuses tokens that Privage gave to other add-ons: a business has several, and each is trusted with its own only. */
export const onlyOf =
  (appconnectId: number, verify: VerifyCaller): VerifyCaller =>
  async (token) => {
    const identity = await verify(token);
    if (identity.caller.appconnectId === appconnectId) return identity;
    throw new AddOnError("UNAUTHENTICATED", "This access token was given to another add-on.");
  };

export const createVerifier = (
  how: CallerVerification,
  upstreams: Upstreams,
  askPrivage: AskPrivage,
  clock: Clock,
): VerifyCaller => {
  if (how.by === "introspection") return verifyByIntrospection(askPrivage, clock);
  // Only who wants signatures checked pays for the library that does it.
  let loading: Promise<VerifyCaller> | undefined;
  return async (token) => {
    loading ??= import("./verify-signature.ts").then((signature) =>
      signature.createSignatureVerifier(how, upstreams, clock),
    );
    return (await loading)(token);
  };
};
