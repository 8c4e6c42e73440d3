/**
 * The one origin that every page of the storm lives on: page and script, Privage below `/privage` as a pass-through has it,
 * and a door that speaks OAuth to the libraries that know nothing else. All of it ends at the same simulator.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type SimulatorOptions, startSimulators } from "@privage-addons/simulator";
import { Pool } from "undici";
import { fakeJwt } from "../network/test-server.ts";
import { ACCESS_TOKEN_LIFE_SECONDS } from "./storm-page.ts";

export interface StormServer {
  readonly url: string;
  /** The simulator behind it, for `/_sim/faults`. */
  readonly privageUrl: string;
  setScript(code: string): void;
  /** Renewals and exchanges since the last call of this. */
  takeCounts(): { readonly renewals: number; readonly exchanges: number };
  expireAccessTokens(): Promise<void>;
  close(): Promise<void>;
}

const EXCHANGE = "/v1/auth-connect/access-token";
const RENEW = "/v1/auth-connect/renew-token";
const PAGE = `<!doctype html><title>storm</title><link rel="icon" href="data:,"><script src="/page.js"></script>`;

interface Answer {
  readonly status: number;
  /** As the platform sent it: an error may be HTML. */
  readonly text: string;
  readonly retryAfter: string | undefined;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

type Options = Pick<SimulatorOptions, "accessTokenLifeSeconds" | "rotateRefreshTokens">;

export const startStormServer = async (options: Options = {}): Promise<StormServer> => {
  const simulators = await startSimulators({ accessTokenLifeSeconds: ACCESS_TOKEN_LIFE_SECONDS, ...options });
  const { url: privageUrl } = simulators.privage;
  const pool = new Pool(privageUrl, { connections: 64, pipelining: 1 });
  let script = "";
  let nonce = "";
  let counts = { renewals: 0, exchanges: 0 };

  const ask = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    if (path === RENEW) counts.renewals++;
    if (path === EXCHANGE) counts.exchanges++;
    const answer = await pool.request({
      method: "POST",
      path,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const retryAfter = answer.headers["retry-after"];
    return { status: answer.statusCode, text: await answer.body.text(), retryAfter: retryAfter?.toString() };
  };
  const mint = async (): Promise<unknown> => {
    // Signed in each time: every expired access token moves the platform's clock, and the person's login would end too.
    const { user_jwt } = JSON.parse((await ask("/_sim/sign-in", { staff_id: "staff-owner" })).text);
    const authorization = `Bearer ${user_jwt}`;
    const body = { appconnect_id: 42, business_code: "CAFE01" };
    return JSON.parse((await ask("/v1/auth-connect/exchange-token", body, { authorization })).text);
  };
  const newSession = async (): Promise<Tokens> => JSON.parse((await ask(EXCHANGE, await mint())).text);

  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const openId = (tokens: Tokens, expiresIn: number) => {
    const seconds = Math.floor(Date.now() / 1000);
    const claims = { iss: `${url}/`, aud: "bench", sub: "u1", nonce, iat: seconds, exp: seconds + 3600 };
    return {
      ...tokens,
      id_token: fakeJwt(claims),
      token_type: "Bearer",
      scope: "openid",
      expires_in: expiresIn,
    };
  };
  /** OAuth in, Privage out. The first answer says that its token is as good as expired, so that the storm can begin. */
  const door = async (fields: URLSearchParams, response: ServerResponse): Promise<void> => {
    if (fields.get("grant_type") !== "refresh_token") return json(response, openId(await newSession(), 1));
    const renewed = await ask(RENEW, { refresh_token: fields.get("refresh_token") });
    if (renewed.status !== 201) return json(response, { error: "invalid_grant" }, 400);
    json(response, openId(JSON.parse(renewed.text), ACCESS_TOKEN_LIFE_SECONDS));
  };
  const passOn = async (request: IncomingMessage, body: string, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").slice("/privage".length);
    if (request.method === "POST") {
      const { status, text, retryAfter } = await ask(path, JSON.parse(body));
      response.writeHead(status, {
        "content-type": "application/json",
        ...(retryAfter && { "retry-after": retryAfter }),
      });
      return void response.end(text);
    }
    const { authorization = "" } = request.headers;
    const answer = await pool.request({ method: "GET", path, headers: { authorization } });
    response.writeHead(answer.statusCode, { "content-type": "application/json" });
    answer.body.pipe(response);
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? "/";
    if (path.startsWith("/privage/")) return void (await passOn(request, body, response));
    if (path === "/oauth/token") return void (await door(new URLSearchParams(body), response));
    if (path === "/session") return json(response, await newSession());
    if (path === "/mint") return json(response, await mint());
    if (path.startsWith("/nonce")) {
      nonce = new URL(path, url).searchParams.get("nonce") ?? "";
      return json(response, {});
    }
    const isScript = path === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : PAGE);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    privageUrl,
    setScript: (code) => {
      script = code;
    },
    takeCounts: () => {
      const taken = counts;
      counts = { renewals: 0, exchanges: 0 };
      return taken;
    },
    expireAccessTokens: async () => {
      await ask("/_sim/clock", { advanceSeconds: ACCESS_TOKEN_LIFE_SECONDS + 1 });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await pool.close();
      await simulators.close();
    },
  };
};
