/**
 * Privage as a `fetch` function: tokens, points, transactions, coupons and campaigns with the statuses and rules of the
 * contract, and faults on demand. Enough for an add-on's unit tests; the simulator is the full one.
 */
import type { FakeBooks } from "./fake-books.ts";
import { type Body, Refusal } from "./fake-books.ts";
import type { FakeTokens } from "./fake-tokens.ts";

/** What goes wrong, as with the simulator's `POST /_sim/faults`. */
export interface FakeFault {
  /** `reset`: lost before the work. `commit-then-reset`: after it. `hang`: never answered. `status`: refused so. */
  readonly fault: "reset" | "commit-then-reset" | "hang" | "status";
  readonly method?: string;
  /** Part of the path. */
  readonly path?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How many calls; 1 when absent. */
  readonly times?: number;
}

export interface FakePrivage {
  readonly fetch: typeof globalThis.fetch;
  /** Strikes the next calls that match. */
  fail(fault: FakeFault): void;
  /** `"GET /v2/connect/profile"`, in the order in which they came, faults included. */
  readonly requests: readonly string[];
}

export interface FakePrivageOptions {
  readonly baseUrl: string;
  readonly tokens: FakeTokens;
  readonly books: FakeBooks;
  /** The answer of "Get Current Add-On status". */
  readonly status: object;
}

const json = (status: number, body: unknown, headers: HeadersInit = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const refusal = (status: number, message: string, headers?: HeadersInit) =>
  json(status, { statusCode: status, message }, headers);

export const createFakePrivage = ({ baseUrl, tokens, books, status }: FakePrivageOptions): FakePrivage => {
  const faults: { fault: FakeFault; left: number }[] = [];
  const requests: string[] = [];

  const pageOf = (rows: readonly object[], query: URLSearchParams) => {
    const page = Number(query.get("page") ?? 1);
    const size = Number(query.get("size") ?? 100);
    if (size > 1000) throw new Refusal(400, "size must not be greater than 1000");
    return { data: rows.slice((page - 1) * size, page * size), page, size, total: rows.length };
  };
  const time = (text: string | null, otherwise: number) => {
    if (text === null) return otherwise;
    if (!text.endsWith("Z")) throw new Refusal(400, "from and to must end in Z");
    return Date.parse(text);
  };

  const answer = (method: string, path: string, query: URLSearchParams, body: Body): [number, unknown] => {
    const rest = (prefix: string) => decodeURIComponent(path.slice(prefix.length));
    const route = `${method} ${path}`;
    const at = (prefix: string) => route.startsWith(prefix);
    if (route === "GET /v2/connect/add-on/status") return [200, status];
    if (route === "GET /v2/connect/profile") return [200, books.profile(Object.fromEntries(query))];
    if (route === "GET /v2/connect/campaigns") return [200, pageOf([], query)];
    if (route === "GET /v2/connect/coupon/sets") return [200, pageOf([], query)];
    if (route === "GET /v2/connect/transactions") {
      return [
        200,
        pageOf(books.transactions(time(query.get("from"), 0), time(query.get("to"), Infinity)), query),
      ];
    }
    if (route === "POST /v2/connect/add/points") return [201, books.add(body)];
    if (route === "POST /v2/connect/burn/points") return [201, books.burn(body)];
    if (route === "POST /v2/connect/coupon/give") return [201, books.give(body)];
    if (route === "GET /v2/connect/coupon/give/history") {
      return [200, pageOf(books.given(query.get("member_id")), query)];
    }
    if (route === "POST /v2/connect/coupon/use") return [201, books.use(body)];
    if (at("GET /v2/connect/coupon/check/")) return [200, books.check(rest("/v2/connect/coupon/check/"))];
    if (at("DELETE /v2/connect/coupon/void/")) return [200, books.takeBack(rest("/v2/connect/coupon/void/"))];
    if (at("DELETE /v2/connect/transactions/ref-no/")) {
      return [200, books.void("ref_no", rest("/v2/connect/transactions/ref-no/"))];
    }
    if (at("DELETE /v2/connect/transactions/ref-id/")) {
      return [200, books.void("ref_id", rest("/v2/connect/transactions/ref-id/"))];
    }
    if (at("DELETE /v2/connect/transactions/"))
      return [200, books.void("id", rest("/v2/connect/transactions/"))];
    throw new Refusal(404, `Cannot ${route}`);
  };

  const handle = (method: string, url: URL, headers: Headers, body: Body): Response => {
    const path = url.href.slice(baseUrl.length).split("?")[0] ?? "";
    try {
      if (path === "/v1/auth-connect/access-token") {
        const issued = tokens.exchange(String(body["exchange_token"]));
        return issued ? json(201, issued) : refusal(401, "Unauthorized");
      }
      if (path === "/v1/auth-connect/renew-token") {
        const issued = tokens.renew(String(body["refresh_token"]));
        return issued ? json(201, issued) : refusal(401, "Unauthorized");
      }
      const bearer = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
      if (!bearer || !tokens.isValid(bearer)) return refusal(401, "Unauthorized");
      return json(...answer(method, path, url.searchParams, body));
    } catch (error) {
      return error instanceof Refusal
        ? refusal(error.status, error.message)
        : refusal(500, "Internal server error");
    }
  };

  const strike = (method: string, path: string): FakeFault | undefined => {
    const struck = faults.find(
      ({ fault, left }) =>
        left > 0 && (!fault.method || fault.method === method) && path.includes(fault.path ?? ""),
    );
    if (struck) struck.left--;
    return struck?.fault;
  };

  return {
    requests,
    fail: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    fetch: async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const { method = "GET", signal } = init;
      requests.push(`${method} ${url.href.slice(baseUrl.length).split("?")[0]}`);
      const fault = strike(method, url.pathname);
      const work = () =>
        handle(method, url, new Headers(init.headers), init.body ? JSON.parse(String(init.body)) : {});
      // As over a network: never in the same turn.
      await Promise.resolve();
      signal?.throwIfAborted();
      if (fault?.fault === "hang") return untilAborted(signal);
      if (fault?.fault === "status") return refusal(fault.status ?? 503, "Fault", fault.headers);
      const response = fault?.fault === "reset" ? undefined : work();
      if (!response || fault?.fault === "commit-then-reset") throw new TypeError("Failed to fetch");
      return response;
    },
  };
};

const untilAborted = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
