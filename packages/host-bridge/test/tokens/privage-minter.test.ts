import { createServer, type IncomingMessage } from "node:http";
import type { AddOnError } from "@privage-addons/contracts";
import { afterEach, describe, expect, it } from "vitest";
import type { MintRequest } from "../../src/tokens/mint.ts";
import { createPrivageMinter } from "../../src/tokens/privage-minter.ts";

type Reply = { status: number; body?: unknown; isCutOff?: boolean } | "reset";
const closing: (() => void)[] = [];

/** A real server that answers in this order, and repeats the last. */
const serve = async (...replies: Reply[]) => {
  const requests: { url: string; authorization: string; body: unknown }[] = [];
  const read = async (request: IncomingMessage) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    return JSON.parse(text);
  };
  const server = createServer(async (request, response) => {
    const body = await read(request);
    requests.push({ url: request.url ?? "", authorization: request.headers.authorization ?? "", body });
    const reply = replies[Math.min(requests.length, replies.length) - 1];
    if (!reply || reply === "reset") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json" });
    if (reply.isCutOff) return void response.write('{"exchange_', () => request.socket.destroy());
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`, requests };
};
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const request: MintRequest = {
  appconnectId: 42,
  businessCode: "CAFE01",
  reason: "ahead",
  traceparent: "00-0-0-01",
  signal: new AbortController().signal,
};
const minted = { status: 201, body: { exchange_token: "11111111-2222-4333-8444-555555555555" } };
const pauses: number[] = [];
const minterFor = (baseUrl: string, getUserToken: (o: { renew: boolean }) => string = () => "user-jwt") =>
  createPrivageMinter({
    baseUrl,
    getUserToken,
    sleep: async (ms) => {
      pauses.push(ms);
    },
  });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    ({ code, retryable, details }: AddOnError) => ({ code, retryable, status: details?.["status"] }),
  );

describe("the Privage minter", () => {
  it("posts the add-on and the business with the user's JWT, and returns the token", async () => {
    const { url, requests } = await serve(minted);

    expect(await minterFor(url)(request)).toEqual({ exchangeToken: minted.body.exchange_token });
    expect(requests).toEqual([
      {
        url: "/v1/auth-connect/exchange-token",
        authorization: "Bearer user-jwt",
        body: { appconnect_id: 42, business_code: "CAFE01" },
      },
    ]);
  });

  it("asks for the user's token once more when Privage says 401", async () => {
    const { url, requests } = await serve({ status: 401 }, minted);
    const mint = minterFor(url, ({ renew }) => (renew ? "new-jwt" : "old-jwt"));

    expect(await mint(request)).toEqual({ exchangeToken: minted.body.exchange_token });
    expect(requests.map(({ authorization }) => authorization)).toEqual(["Bearer old-jwt", "Bearer new-jwt"]);
  });

  it("gives up after the second 401", async () => {
    const { url, requests } = await serve({ status: 401 });

    expect(await failureOf(minterFor(url)(request))).toEqual({
      code: "MINT_FAILED",
      retryable: false,
      status: 401,
    });
    expect(requests).toHaveLength(2);
  });

  it.each([400, 403, 404, 422])("does not repeat what Privage refused with %i", async (status) => {
    const { url, requests } = await serve({ status });

    expect(await failureOf(minterFor(url)(request))).toEqual({
      code: "MINT_FAILED",
      retryable: false,
      status,
    });
    expect(requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])(
    "tries three times on %i, with growing pauses, then is retryable",
    async (status) => {
      pauses.length = 0;
      const { url, requests } = await serve({ status });

      expect(await failureOf(minterFor(url)(request))).toEqual({
        code: "MINT_FAILED",
        retryable: true,
        status,
      });
      expect(requests).toHaveLength(3);
      expect(pauses).toHaveLength(2);
      expect(pauses[0]).toBeLessThanOrEqual(600);
      expect(pauses[1]).toBeLessThanOrEqual(1200);
    },
  );

  it("survives a lost connection: an unused token simply expires", async () => {
    const { url } = await serve("reset", minted);
    expect(await minterFor(url)(request)).toEqual({ exchangeToken: minted.body.exchange_token });
  });

  it("says that no answer came when nobody listens", async () => {
    const { url } = await serve("reset");
    expect(await failureOf(minterFor(url)(request))).toEqual({
      code: "MINT_FAILED",
      retryable: true,
      status: undefined,
    });
  });

  it.each([{}, { exchange_token: 7 }, "<html>", "null"])(
    "does not believe a 201 with the body %j, and takes it for no refusal either",
    async (body) => {
      const { url, requests } = await serve({ status: 201, body });

      expect(await failureOf(minterFor(url)(request))).toEqual({
        code: "MINT_FAILED",
        retryable: true,
        status: 201,
      });
      expect(requests).toHaveLength(3);
    },
  );

  it("mints again when the answer is cut off", async () => {
    const { url } = await serve({ status: 201, isCutOff: true }, minted);
    expect(await minterFor(url)(request)).toEqual({ exchangeToken: minted.body.exchange_token });
  });

  it("stops at once when the add-on is unmounted", async () => {
    const { url, requests } = await serve({ status: 503 });
    const gone = new AbortController();
    gone.abort();

    expect((await failureOf(minterFor(url)({ ...request, signal: gone.signal })))?.code).toBe("MINT_FAILED");
    expect(requests.length).toBeLessThanOrEqual(1);
  });

  it("rule 1: no token and no JWT is in an error", async () => {
    const { url } = await serve({ status: 500, body: minted.body });
    const error = await minterFor(url)(request).catch((reason: AddOnError) => reason);
    const told = JSON.stringify((error as AddOnError).toData()) + String(error);

    expect(told).not.toContain("user-jwt");
    expect(told).not.toContain(minted.body.exchange_token);
  });
});
