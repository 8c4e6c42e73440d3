/**
 * The browser's part of OAuth at accounts.haravan.com:
 *
 * 1. The app sends the browser to `/connect/authorize`; a page asks who signs in, and whether they agree.
 * 2. Their decision, taken once, sends the browser back to `redirect_uri` with a code, and an id token in the hybrid flow; as
 *    a form (`form_post`) or in the address (`query`). Staff cannot grant what only an owner may.
 * 3. The app trades the code at `/connect/token` (../tokens.ts), naming the same `redirect_uri`.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";
import { type Answer, json } from "../../server/answer.ts";
import type { ControlRoute } from "../../server/platform.ts";
import type { HaravanHandlers, Visitor } from "../handlers.ts";
import { OWNER_SCOPES, REGISTERED_SCOPES } from "../scopes.ts";
import type { Shop } from "../shops.ts";
import type { Tokens } from "../tokens.ts";
import type { IdTokens } from "./id-token.ts";
import { consentPage, formPostPage, refusalPage } from "./pages.ts";
import { peopleOf } from "./people.ts";

const DECIDE_WITHIN_MS = 10 * 60_000;
/** More would not be a page for people; `orgid` names the shop that is meant. */
const MOST_SHOPS = 20;

type Handlers = Pick<HaravanHandlers<Visitor>, "authorizeApp" | "getOpenIdConfiguration" | "listSigningKeys">;
type Query = Parameters<Handlers["authorizeApp"]>[0]["query"];

interface Request extends Query {
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface SignIn {
  readonly handlers: Handlers;
  /** `GET /_sim/consent?request=…&shop=…&person=…`: a person agrees; without a person, they do not. */
  readonly consent: ControlRoute;
  readonly reset: () => void;
}

const backToApp = (
  { redirect_uri, response_mode, state }: Request,
  result: Record<string, string>,
): Answer => {
  const fields = { ...result, ...(state !== undefined && { state }) };
  if (response_mode === "form_post") return formPostPage(redirect_uri, fields);
  const target = new URL(redirect_uri);
  for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href } };
};

/** Why an app may not ask this at all, if so. */
const fault = (
  { response_type, response_mode, redirect_uri, nonce }: Query,
  scopes: readonly string[],
): string | undefined => {
  const isHybrid = response_type === "code id_token";
  if (isHybrid && response_mode !== "form_post") return "An id token is sent by form_post only.";
  if (isHybrid && nonce === undefined) return "An id token needs a nonce.";
  if (!URL.canParse(redirect_uri)) return "redirect_uri is not an address.";
  if (!scopes.includes("openid")) return "The scope openid is missing.";
  const unknown = scopes.find((scope) => !REGISTERED_SCOPES.has(scope));
  return unknown === undefined ? undefined : `The scope ${unknown} is not registered for this app.`;
};

export const createSignIn = (parts: {
  readonly clock: Clock;
  readonly shops: ReadonlyMap<string, Shop>;
  readonly tokens: Pick<Tokens, "createCode">;
  readonly idTokens: IdTokens;
}): SignIn => {
  const { clock, shops, tokens, idTokens } = parts;
  const requests = new Map<string, Request>();

  return {
    handlers: {
      authorizeApp: ({ query, caller: { origin } }) => {
        const possible = [...shops.values()].filter(
          ({ credentials, facts }) =>
            credentials.clientId === query.client_id &&
            (query.orgid === undefined || query.orgid === String(facts.id)),
        );
        if (possible.length === 0)
          return refusalPage("No shop here has this app: client_id or orgid is wrong.");
        const scopes = query.scope.split(" ").filter((scope) => scope !== "");
        const wrong = fault(query, scopes);
        if (wrong !== undefined) return refusalPage(wrong);
        const id = randomUUID();
        requests.set(id, { ...query, issuer: origin, scopes, expiresAt: clock.now() + DECIDE_WITHIN_MS });
        const linkFor: Parameters<typeof consentPage>[0]["linkFor"] = (choice) =>
          `/_sim/consent?${new URLSearchParams({
            request: id,
            ...(choice && { shop: choice.shop.domain, person: choice.person.id }),
          })}`;
        return consentPage({ shops: possible.slice(0, MOST_SHOPS), scopes, linkFor });
      },
      getOpenIdConfiguration: ({ caller: { origin } }) =>
        json(200, {
          issuer: origin,
          authorization_endpoint: `${origin}/connect/authorize`,
          token_endpoint: `${origin}/connect/token`,
          jwks_uri: `${origin}/.well-known/openid-configuration/jwks`,
          response_types_supported: ["code", "code id_token"],
          response_modes_supported: ["form_post", "query"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        }),
      listSigningKeys: async () => json(200, await idTokens.keySet()),
    },
    consent: async ({ method, query }) => {
      if (method !== "GET") return json(405, { error: "Use GET." });
      const id = query.get("request") ?? "";
      const request = requests.get(id);
      requests.delete(id);
      if (!request || request.expiresAt <= clock.now())
        return refusalPage("This was decided already, or too late. Start again in the app.");
      const shop = shops.get(query.get("shop") ?? "");
      const person = shop && peopleOf(shop).find((one) => one.id === query.get("person"));
      const isShopOfApp = shop?.credentials.clientId === request.client_id;
      if (!shop || !person || !isShopOfApp) return backToApp(request, { error: "access_denied" });
      if (!person.isOwner && request.scopes.some((scope) => OWNER_SCOPES.has(scope)))
        return backToApp(request, {
          error: "access_denied",
          error_description: "Only the owner may install.",
        });
      const { issuer, scopes, redirect_uri: redirectUri, nonce } = request;
      const code = tokens.createCode({ shop, person, issuer, scopes: new Set(scopes), redirectUri, nonce });
      if (request.response_type === "code") return backToApp(request, { code });
      const id_token = await idTokens.sign({ issuer, shop, person, nonce, code });
      return backToApp(request, { code, id_token });
    },
    reset: () => requests.clear(),
  };
};
