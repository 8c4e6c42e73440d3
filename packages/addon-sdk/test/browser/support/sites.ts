/** Two sites on one machine, `localhost` and `127.0.0.1`, and the simulator behind them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startSimulators } from "@privage-addons/simulator";
import { build } from "esbuild";

interface Site {
  readonly url: string;
  /** What it answers, by path; anything else is 404. */
  readonly pages: Map<string, { readonly type: string; readonly body: string }>;
  readonly close: () => Promise<void>;
}

const startSite = async (host: "localhost" | "127.0.0.1"): Promise<Site> => {
  const pages: Site["pages"] = new Map();
  const server = createServer(({ url = "/" }, response) => {
    const page = pages.get(url.split("?")[0] ?? "/");
    response.writeHead(page ? 200 : 404, { "content-type": page?.type ?? "text/plain" });
    response.end(page?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** One page's script, bundled from source. */
const bundlePage = async (name: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [new URL(`../pages/${name}`, import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["@privage-addons/source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
};

export interface Sites {
  readonly hostUrl: string;
  readonly close: () => Promise<void>;
}

export const startSites = async (): Promise<Sites> => {
  const [host, addOn] = await Promise.all([startSite("localhost"), startSite("127.0.0.1")]);
  const simulators = await startSimulators({ corsOrigins: [host.url, addOn.url] });
  const { url } = simulators.privage;
  const response = await fetch(`${url}/_sim/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ staff_id: await staffOf(url, "CAFE01") }),
  });
  const { user_jwt } = (await response.json()) as { user_jwt: string };
  const script = (body: string) => ({ type: "text/javascript", body });
  const page = (head: string, src: string) => ({
    type: "text/html",
    body: `<!doctype html><head>${head}</head><body><script type="module" src="${src}"></script></body>`,
  });
  host.pages.set("/", page("", "/host.js")).set("/host.js", script(await bundlePage("host.ts")));
  const metas = `<meta name="privage-host-origins" content="${host.url}"><meta name="privage-url" content="${url}">`;
  addOn.pages.set("/", page(metas, "/add-on.js")).set("/add-on.js", script(await bundlePage("add-on.ts")));
  const query = new URLSearchParams({ "add-on": addOn.url, privage: url, jwt: user_jwt });
  return {
    hostUrl: `${host.url}/?${query}`,
    close: async () => {
      await Promise.all([host.close(), addOn.close(), simulators.close()]);
    },
  };
};

const staffOf = async (url: string, business: string): Promise<string | undefined> => {
  const { staff } = (await (await fetch(`${url}/_sim/staff`)).json()) as {
    staff: { staff_id: string; businesses: { business_code: string }[] }[];
  };
  return staff.find(({ businesses }) => businesses.some((each) => each.business_code === business))?.staff_id;
};
