import { type Answer, json } from "../server/answer.ts";
import { type IncomingCall, parseJson, readBody } from "../server/incoming.ts";
import type { ControlRoute } from "../server/platform.ts";

export const CONTROL_PREFIX = "/_sim/";

const NO_STORE = { "cache-control": "no-store" };

/** Answers a call to `/_sim/<name>`; an unknown name gets the known ones. */
export const runControl = async (
  routes: Readonly<Record<string, ControlRoute>>,
  { message, method, path, query }: IncomingCall,
): Promise<Answer> => {
  const name = path.slice(CONTROL_PREFIX.length);
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!route) {
    const known = Object.keys(routes).map((key) => CONTROL_PREFIX + key);
    return json(404, { error: `There is no ${CONTROL_PREFIX}${name}.`, known }, NO_STORE);
  }
  const bytes = await readBody(message);
  const parsed = bytes.length > 0 ? parseJson(bytes) : { ok: true, value: undefined };
  if (!parsed.ok) return json(400, { error: "The body is not JSON." }, NO_STORE);
  const answer = await route({ method, body: parsed.value, query });
  return { ...answer, headers: { ...answer.headers, ...NO_STORE } };
};
