import { type SimulatorOptions, startSimulators } from "@privage-addons/simulator";
import { type Clock, systemClock } from "../../src/session/clock.ts";
import { createSession, type Session } from "../../src/session/session.ts";
import { createFakePage } from "../../src/testing/fake-page.ts";

/** A clock on which waiting takes a fraction of the time; everything else is real. */
export const hastyClock = (factor: number): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs / factor);
    return () => clearTimeout(timer);
  },
});

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
};

export interface SimulatorRig {
  readonly session: Session;
  /** For clients: their pauses are short. */
  readonly clock: Clock;
  readonly privageUrl: string;
  /** The Management Site user's JWT. */
  readonly userToken: () => Promise<string>;
  readonly partnerUrl: string;
  readonly haravanUrl: string;
  readonly control: (path: string, body: unknown) => Promise<Record<string, string>>;
  readonly ledger: () => Promise<readonly { ref_no: string | null; type: string; points: number }[]>;
  readonly requests: () => Promise<readonly { method: string; path: string; status: number }[]>;
  readonly close: () => Promise<void>;
}

/**
 * A session over the real simulator, by real HTTP; the host's part is played by the test. Deadlines of calls are the session's,
 * on `sessionClock`: in real time, unless a test wants them to pass.
 */
export const startSimulatorRig = async (
  options: SimulatorOptions = {},
  sessionClock: Clock = systemClock,
): Promise<SimulatorRig> => {
  const simulators = await startSimulators({ seed: 5, ...options });
  const { url } = simulators.privage;
  const { staff } = (await (await fetch(`${url}/_sim/staff`)).json()) as {
    staff: { staff_id: string; businesses: { business_code: string }[] }[];
  };
  const member = staff.find(({ businesses }) =>
    businesses.some(({ business_code }) => business_code === "CAFE01"),
  );
  const { user_jwt } = await post(`${url}/_sim/sign-in`, { staff_id: member?.staff_id });
  const mint = async () => {
    const request = { appconnect_id: 42, business_code: "CAFE01" };
    const { exchange_token = "" } = await post(`${url}/v1/auth-connect/exchange-token`, request, {
      authorization: `Bearer ${user_jwt}`,
    });
    return exchange_token;
  };
  const { session, start, end } = createSession(
    { fetch, clock: sessionClock, page: createFakePage(), random: Math.random },
    url,
    mint,
    () => "",
    () => {},
  );
  start();
  const read = async (path: string) => (await fetch(url + path)).json();

  return {
    session,
    clock: hastyClock(20),
    privageUrl: url,
    userToken: async () => user_jwt ?? "",
    partnerUrl: simulators.partner.url,
    haravanUrl: simulators.haravan.url,
    control: (path, body) => post(url + path, body),
    ledger: async () =>
      ((await read("/_sim/ledger")) as { movements: { ref_no: string; type: string; points: number }[] })
        .movements,
    requests: async () =>
      ((await read("/_sim/requests")) as { requests: { method: string; path: string; status: number }[] })
        .requests,
    close: async () => {
      end("closed");
      await simulators.close();
    },
  };
};
