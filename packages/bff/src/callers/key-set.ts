/** Privage's published keys (RFC 7517 section 5). */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";

const keySetSchema = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) });

/** As JSON text. Rejects with UPSTREAM_REJECTED when there is something else, or else as `ask` does. */
export const fetchKeySet = async (
  upstreams: Upstreams,
  url: string,
  signal: AbortSignal,
): Promise<string> => {
  const { status, json, text } = await ask(upstreams, { method: "GET", url, headers: {}, signal });
  if (status === 200 && keySetSchema.safeParse(json).success) return text;
  throw new AddOnError("UPSTREAM_REJECTED", `there is no set of keys (status ${status}): correct the URL.`);
};
