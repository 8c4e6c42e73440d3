/** Two sites on one machine, `localhost` and `127.0.0.1`, and the simulator behind them. */
import { startSimulators } from "@privage-addons/simulator";
import { bundlePage } from "@privage-addons/test-support/bundle-page";
import { type Origin, page, script, startOrigin } from "@privage-addons/test-support/origin";

const ACCESS_TOKEN_LIFE_SECONDS = 900;

export interface Sites {
  readonly hostUrl: string;
  /** The add-on's page, which the host's frames. */
  readonly addOnUrl: string;
  /** Moves the platform's clock beyond the life of every access token it has issued. */
  readonly expireAccessTokens: () => Promise<void>;
  /** The server of the add-on's page. */
  readonly addOn: Origin;
  /** What that page is made of: elements of its head, and its module. */
  readonly parts: { readonly metas: string; readonly code: string };
  /** How many requests there were for paths that end like this. */
  readonly countRequests: (end: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** The add-on calls Privage across origins, or through its own server when `apiBaseUrl` says so. */
export const startSites = async (protocol?: "http1" | "http2", apiBaseUrl?: string): Promise<Sites> => {
  const [host, addOn] = await Promise.all([startOrigin("localhost"), startOrigin("127.0.0.1", protocol)]);
  const simulators = await startSimulators({
    corsOrigins: [host.url, addOn.url],
    accessTokenLifeSeconds: ACCESS_TOKEN_LIFE_SECONDS,
  });
  const { url } = simulators.privage;
  const control = async (path: string, body?: object) => {
    const response = await fetch(`${url}/_sim/${path}`, {
      ...(body && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return (await response.json()) as unknown;
  };
  const staff_id = staffOf((await control("staff")) as StaffList, "CAFE01");
  const { user_jwt } = (await control("sign-in", { staff_id })) as { user_jwt: string };
  const [hostScript = "", code = ""] = await Promise.all(
    ["host.ts", "add-on.ts"].map((name) => bundlePage(new URL(`../pages/${name}`, import.meta.url))),
  );
  host.route("/", () => page("/host.js"));
  host.route("/host.js", () => script(hostScript));
  // White space as a formatter leaves it.
  const metas = `<meta name="privage-host-origins" content="\n    ${host.url}\n  "><meta name="privage-url" content="${apiBaseUrl ?? url}">`;
  addOn.route("/", () => page("/add-on.js", metas));
  addOn.route("/add-on.js", () => script(code));
  const query = new URLSearchParams({ "add-on": addOn.url, privage: url, jwt: user_jwt });
  return {
    hostUrl: `${host.url}/?${query}`,
    addOnUrl: addOn.url,
    addOn,
    parts: { metas, code },
    expireAccessTokens: async () => {
      await control("clock", { advanceSeconds: ACCESS_TOKEN_LIFE_SECONDS + 1 });
    },
    countRequests: async (end) => {
      const { requests } = (await control("requests")) as { requests: { method: string; path: string }[] };
      // A preflight is the browser's, not the add-on's.
      return requests.filter(({ method, path }) => method !== "OPTIONS" && path.endsWith(end)).length;
    },
    close: async () => {
      await Promise.all([host.close(), addOn.close(), simulators.close()]);
    },
  };
};

interface StaffList {
  readonly staff: readonly { staff_id: string; businesses: readonly { business_code: string }[] }[];
}

const staffOf = ({ staff }: StaffList, business: string): string | undefined =>
  staff.find(({ businesses }) => businesses.some((each) => each.business_code === business))?.staff_id;
