import type { RunningSimulators } from "@privage-addons/simulator";
import { DEMO_CREDENTIALS } from "@privage-addons/simulator";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any answer; a wrong one fails the test
  readonly json: any;
}

export interface Sent {
  readonly method?: string | undefined;
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One call, its answer read to the end. */
export const send = async (url: string, sent: Sent = {}): Promise<Reply> => {
  const { token, json, form, headers = {} } = sent;
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const response = await fetch(url, {
    method: sent.method ?? (body === null ? "GET" : "POST"),
    headers: {
      ...(json !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
};

export type BusinessCode = keyof typeof DEMO_CREDENTIALS;

/** Signs a staff member in to the Management Site. */
export const signIn = async ({ privage }: RunningSimulators, staffId = "staff-owner"): Promise<string> =>
  (await send(`${privage.url}/_sim/sign-in`, { json: { staff_id: staffId } })).json.user_jwt;

export const mint = async (
  simulators: RunningSimulators,
  business: BusinessCode = "CAFE01",
): Promise<string> => {
  const answer = await send(`${simulators.privage.url}/v1/auth-connect/exchange-token`, {
    token: await signIn(simulators),
    json: { appconnect_id: 42, business_code: business },
  });
  return answer.json.exchange_token;
};

/** The whole handoff: an access and a refresh token of the Loyalty Desk. */
export const connect = async (
  simulators: RunningSimulators,
  business: BusinessCode = "CAFE01",
): Promise<{ access_token: string; refresh_token: string }> =>
  (
    await send(`${simulators.privage.url}/v1/auth-connect/access-token`, {
      json: { exchange_token: await mint(simulators, business) },
    })
  ).json;

export const partnerBase = ({ partner }: RunningSimulators): string => `${partner.url}/api/partner/v1`;

export const partnerToken = async (simulators: RunningSimulators, business: BusinessCode = "CAFE01") => {
  const { clientId, clientSecret } = DEMO_CREDENTIALS[business].partner;
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  return (await send(`${partnerBase(simulators)}/oauth/token`, { form })).json.access_token as string;
};

export const ALL_HARAVAN_SCOPES = [
  "offline_access",
  "openid",
  "profile",
  "email",
  "org",
  "userinfo",
  "grant_service",
  "wh_api",
  "com.read_shop",
  "com.write_products",
  "com.write_orders",
];

export const exchangeBody = (business: BusinessCode, scopes: readonly string[] = ALL_HARAVAN_SCOPES) => {
  const { clientId, clientSecret } = DEMO_CREDENTIALS[business].haravan;
  return { token_exchange: { client_id: clientId, secret_key: clientSecret, scopes } };
};

/** Exchanges the legacy token of a business's shop for an omni pair. */
export const omniPair = async (
  { haravan }: RunningSimulators,
  business: BusinessCode = "CAFE01",
  scopes?: readonly string[],
): Promise<{ access_token: string; refresh_token: string }> => {
  const { shop, legacyAccessToken } = DEMO_CREDENTIALS[business].haravan;
  const json = exchangeBody(business, scopes);
  const answer = await send(`${haravan.url}/${shop}/admin/token_exchange.json`, {
    token: legacyAccessToken,
    json,
  });
  return answer.json.token;
};
