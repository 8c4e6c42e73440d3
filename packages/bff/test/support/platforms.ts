/** One server that plays Privage's introspection, a Partner and Haravan, with counters; what it does is easy to change. */
import type { ServerResponse } from "node:http";
import { type FakePlatform, json, type SeenRequest, startFakePlatform } from "./fake-platform.ts";
import { TRUSTING } from "./trusted-certificate.ts";

export interface Platforms extends FakePlatform {
  /** Requests whose path ends so. */
  readonly count: (suffix: string) => number;
  /** Answers in place of the usual one; false leaves it to the usual one. */
  override: (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;
  /** Seconds; for the next token. */
  tokenLife: number;
  readonly env: Record<string, string>;
}

/** `caller-of-X` is a caller of business X. */
export const callerToken = (business: string): string => `caller-of-${business}`;

/** Of the first shop whose token is exchanged; every other shop has one of its own. */
const FIRST_ORG_ID = 200000244883;

export const startPlatforms = async (): Promise<Platforms> => {
  let minted = 0;
  /** Of shops, and of the tokens that were exchanged for them. */
  const orgIds = new Map<string, number>();
  const bearer = ({ headers }: SeenRequest) => (headers.authorization ?? "").replace("Bearer ", "");
  const usual = (request: SeenRequest, response: ServerResponse) => {
    const path = request.path.split("?", 1)[0] ?? "";
    if (path === "/v2/connect/add-on/status") {
      const business = /^caller-of-(\w+)$/.exec(bearer(request))?.[1];
      if (business === undefined) return json(response, 401, { message: "Unauthorized", statusCode: 401 });
      return json(response, 200, { business: { business_code: business }, add_on: { appconnect_id: 42 } });
    }
    if (path.endsWith("/oauth/token")) {
      minted += 1;
      return json(response, 200, {
        access_token: `partner-${minted}`,
        token_type: "Bearer",
        expires_in: platforms.tokenLife,
      });
    }
    if (path.endsWith("/admin/token_exchange.json")) {
      if (!bearer(request).startsWith("legacy")) {
        response.writeHead(401, { "content-type": "text/plain" });
        response.end("Unauthorized");
        return;
      }
      minted += 1;
      const shop = path.split("/", 2)[1] ?? "";
      const orgId = orgIds.get(shop) ?? FIRST_ORG_ID + orgIds.size;
      orgIds.set(shop, orgId).set(`omni-${minted}`, orgId);
      return json(response, 200, {
        token: {
          access_token: `omni-${minted}`,
          refresh_token: `refresh-${minted}`,
          created_time: 1572407590,
          expires_in: 2147483647,
          token_type: "Bearer",
        },
      });
    }
    if (path.endsWith("/connect/token")) {
      minted += 1;
      return json(response, 200, {
        access_token: `omni-${minted}`,
        refresh_token: `refresh-${minted}`,
        expires_in: platforms.tokenLife,
        token_type: "Bearer",
      });
    }
    if (path === "/com/shop.json")
      return json(response, 200, { shop: { id: orgIds.get(bearer(request)) ?? FIRST_ORG_ID } });
    return json(response, 200, {
      method: request.method,
      path: request.path,
      token: bearer(request),
      body: request.body,
    });
  };
  const server = await startFakePlatform(async (request, response) => {
    if (!(await platforms.override(request, response))) usual(request, response);
  });
  const platforms: Platforms = Object.assign(server, {
    count: (suffix: string) =>
      server.seen.filter(({ path }) => path.split("?", 1)[0]?.endsWith(suffix)).length,
    override: () => false,
    tokenLife: 3600,
    env: {
      ...TRUSTING,
      ALLOW_INSECURE_UPSTREAMS: "1",
      PRIVAGE_BASE_URL: server.url,
      HARAVAN_API_BASE_URL: server.url,
      HARAVAN_ACCOUNTS_BASE_URL: server.url,
      HARAVAN_SHOP_BASE_URL: `${server.url}/{shop}`,
    },
  });
  return platforms;
};

export const partnerConnection = (url: string, business = "CAFE01") =>
  ({
    provider: "partner",
    business,
    settings: { baseUrl: `${url}/api/partner/v1`, clientId: "meed_fake" },
    secrets: { clientSecret: "canary-partner-secret", webhookSecret: "canary-webhook-secret" },
  }) as const;

export const haravanConnection = (business = "CAFE01") =>
  ({
    provider: "haravan",
    business,
    settings: { shop: `${business.toLowerCase()}.myharavan.com`, clientId: "app" },
    secrets: { clientSecret: "canary-haravan-secret" },
  }) as const;
