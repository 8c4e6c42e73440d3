import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, type EncodedAnswer, encodeAnswer, json, text } from "../server/answer.ts";
import type { FaultOrder } from "./fault.ts";
import { resetConnection, send, sendMalformed, sendSlowly, sendTruncated } from "./wire.ts";

const DEFAULT_DELAY_MS = 1000;

const spoken = ({ status = 503, body, headers }: FaultOrder, usual: (status: number) => Answer): Answer => {
  if (body === undefined) {
    const answer = usual(status);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  return typeof body === "string" ? text(status, body, headers) : json(status, body, headers);
};

/**
 * Answers, or does what the fault says instead. `produce` does the work: it runs for every fault but `status`, `hang` and
 * `reset`, once. `finish` adds the headers that every answer carries.
 */
export const respond = async (
  response: ServerResponse,
  fault: FaultOrder | undefined,
  parts: {
    readonly produce: () => Promise<EncodedAnswer>;
    readonly usual: (status: number) => Answer;
    readonly finish: (answer: EncodedAnswer) => EncodedAnswer;
  },
): Promise<void> => {
  const answer = async () => parts.finish(await parts.produce());
  switch (fault?.fault) {
    case undefined:
      return send(response, await answer());
    case "status":
      return send(response, parts.finish(encodeAnswer(spoken(fault, parts.usual))));
    case "delay":
      await wait(fault.delayMs ?? DEFAULT_DELAY_MS, undefined, { ref: false });
      return send(response, await answer());
    case "hang":
      return;
    case "reset":
      return resetConnection(response);
    case "commit-then-reset":
      await parts.produce();
      return resetConnection(response);
    case "slow-body":
      return sendSlowly(response, await answer(), fault.delayMs);
    case "truncate":
      return sendTruncated(response, await answer());
    case "malformed":
      return sendMalformed(response, await answer());
  }
};
