import { type ContractOverrides, createTranslator } from "@privage-addons/contracts/overrides";
import { type Answer, ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";

/** A call of our own to Privage, as the contract has it. Rejects like {@link ask}. */
export type AskPrivage = (question: {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}) => Promise<Answer>;

/** Asks where and as Privage really wants it, when an assumption of the contract was corrected; see CONTRACT_OVERRIDES. */
export const createAskPrivage = (
  upstreams: Upstreams,
  baseUrl: string,
  overrides: ContractOverrides,
): AskPrivage => {
  const translate = createTranslator("privage", overrides);
  return async ({ method, path, headers, body, signal }) => {
    const real = translate(method, path);
    const answer = await ask(upstreams, {
      // A correction names one of the contract's methods; our two questions are a GET and a POST, corrected or not.
      method: real?.method === "POST" || real?.method === "GET" ? real.method : method,
      url: baseUrl + (real?.path ?? path),
      headers,
      ...(body !== undefined && { body: JSON.stringify(real ? real.request(body) : body) }),
      signal,
    });
    return real ? { ...answer, json: real.response(answer.json) } : answer;
  };
};
