/** A BFF before the simulators, connected to all three platforms, with a caller of CAFE01 who has signed in. */
import {
  DEMO_CREDENTIALS,
  type FaultOrder,
  type LoggedRequest,
  type RunningSimulators,
} from "@privage-addons/simulator";
import { type RunningBff, startBff } from "./bff.ts";

export const PLATFORM_NAMES = ["privage", "partner", "haravan"] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

const CREDENTIALS = DEMO_CREDENTIALS.CAFE01;

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
};

export const resetSimulators = (simulators: RunningSimulators): Promise<unknown> =>
  Promise.all(PLATFORM_NAMES.map((name) => post(`${simulators[name].url}/_sim/reset`, {})));

export const armFault = (
  simulators: RunningSimulators,
  on: PlatformName,
  order: FaultOrder,
): Promise<unknown> => post(`${simulators[on].url}/_sim/faults`, order);

export const requestsTo = async (
  simulators: RunningSimulators,
  on: PlatformName,
): Promise<LoggedRequest[]> => {
  const answer = await fetch(`${simulators[on].url}/_sim/requests`);
  return ((await answer.json()) as { requests: LoggedRequest[] }).requests;
};

/** The access token of the owner of CAFE01. */
const signIn = async ({ privage }: RunningSimulators): Promise<string> => {
  const { user_jwt } = await post(`${privage.url}/_sim/sign-in`, { staff_id: "staff-owner" });
  const { exchange_token } = await post(
    `${privage.url}/v1/auth-connect/exchange-token`,
    { appconnect_id: 42, business_code: "CAFE01" },
    { authorization: `Bearer ${user_jwt}` },
  );
  const { access_token = "" } = await post(`${privage.url}/v1/auth-connect/access-token`, { exchange_token });
  return access_token;
};

export interface SimulatedBff extends RunningBff {
  /** A call of the signed-in owner. */
  readonly call: (path: string, init?: RequestInit) => Promise<{ status: number; text: string }>;
  /** Trades the shop's old token. */
  readonly exchange: () => Promise<{ status: number; text: string }>;
}

export const startSimulatedBff = async (
  simulators: RunningSimulators,
  env: Record<string, string> = {},
): Promise<SimulatedBff> => {
  const { privage, partner, haravan } = simulators;
  const bff = await startBff({
    PRIVAGE_BASE_URL: privage.url,
    HARAVAN_API_BASE_URL: haravan.url,
    HARAVAN_ACCOUNTS_BASE_URL: haravan.url,
    HARAVAN_SHOP_BASE_URL: `${haravan.url}/{shop}`,
    ...env,
  });
  const business = "CAFE01";
  const { shop, clientId, clientSecret, legacyAccessToken } = CREDENTIALS.haravan;
  await bff.vault.connections.put({
    ...{ provider: "partner", business },
    settings: { baseUrl: `${partner.url}/api/partner/v1`, clientId: CREDENTIALS.partner.clientId },
    secrets: { clientSecret: CREDENTIALS.partner.clientSecret },
  });
  await bff.vault.connections.put({
    provider: "haravan",
    business,
    settings: { shop, clientId },
    secrets: { clientSecret },
  });
  await bff.vault.connections.put({
    ...{ provider: "privage", business },
    settings: { clientId: CREDENTIALS.privage.apiKey },
    secrets: { clientSecret: CREDENTIALS.privage.apiSecret },
  });
  const accessToken = await signIn(simulators);
  const call: SimulatedBff["call"] = async (path, init = {}) => {
    const answer = await fetch(`${bff.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${accessToken}`,
        "content-type": "application/json",
        ...init.headers,
      },
    });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    ...bff,
    call,
    exchange: () =>
      call("/haravan/token-exchange", {
        method: "POST",
        body: JSON.stringify({ shop, access_token: legacyAccessToken }),
      }),
  };
};
