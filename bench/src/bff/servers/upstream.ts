/**
 * The platforms behind every proxy: answers from memory, as cheaply as Node can, so that the proxy is the bottleneck.
 * Knows just enough of Partner (token endpoint, two lists) and of Privage (whose token is it) for our BFF to do its work.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerParent } from "../../harness/serve.ts";
import {
  ACCESS_TOKEN,
  API_BASE,
  BUSINESS,
  CALLER_TOKEN_OF,
  LARGE_BYTES,
  PATHS,
  type UpstreamCounts,
} from "../upstream-config.ts";

const SALE = {
  id: "6a4c3f0e-8a52-4bd4-9f3a-0c4d7f1b2e11",
  order_date: "2026-11-22",
  total: "236.0452830188679245",
};
const small = Buffer.from(JSON.stringify({ data: Array.from({ length: 10 }, () => SALE) }));
const large = Buffer.alloc(LARGE_BYTES, " ");
const token = Buffer.from(
  JSON.stringify({ access_token: ACCESS_TOKEN, token_type: "Bearer", expires_in: 3600 }),
);
/** Whose token it is stands in it; a token that names nobody is that of the one business of the bench. */
const statusOf = (authorization: string | undefined): Buffer =>
  Buffer.from(
    JSON.stringify({
      add_on: { appconnect_id: 42, name: "Loyalty Desk", status: "active" },
      business: { business_code: authorization?.split(CALLER_TOKEN_OF)[1] ?? BUSINESS, name: "Bench" },
      plan: { start_date: "2026-01-01", end_date: "2030-01-01" },
      settings: {},
    }),
  );
let counts: UpstreamCounts = { tokenRequests: 0, introspections: 0 };

const json = (response: ServerResponse, body: Buffer): void => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.byteLength });
  response.end(body);
};

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const path = request.url?.split("?")[0];
  if (path === API_BASE + PATHS.small) json(response, small);
  else if (path === API_BASE + PATHS.large) json(response, large);
  else if (path === `${API_BASE}/oauth/token`) {
    counts = { ...counts, tokenRequests: counts.tokenRequests + 1 };
    request.resume().on("end", () => json(response, token));
  } else if (path?.startsWith("/v2/connect/")) {
    counts = { ...counts, introspections: counts.introspections + 1 };
    json(response, statusOf(request.headers.authorization));
  } else response.writeHead(404, { "content-length": 0 }).end();
});

server.listen(0, "127.0.0.1", () =>
  answerParent((server.address() as AddressInfo).port, {
    counts: () => {
      const since = counts;
      counts = { tokenRequests: 0, introspections: 0 };
      return since;
    },
  }),
);
