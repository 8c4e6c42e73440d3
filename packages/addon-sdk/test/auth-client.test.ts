import type { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { createPrivageAuthClient } from "../src/index.ts";
import { neverAnswered } from "./support/session-rig.ts";

const REQUEST = { userToken: "jwt", appconnect_id: 42, business_code: "CAFE01" };

/** A client of a platform that is silent, before the head or after it; and what it was asked. */
const silent = (afterHead = false) => {
  const asked: string[] = [];
  const client = createPrivageAuthClient({
    baseUrl: "https://api.test",
    fetch: async (input, init) => {
      asked.push(String(input));
      const signal = init?.signal ?? new AbortController().signal;
      if (!afterHead) return neverAnswered(signal);
      const body = new ReadableStream({
        start: (controller) => signal.addEventListener("abort", () => controller.error(signal.reason)),
      });
      return new Response(body, { status: 201 });
    },
  });
  return { client, asked };
};

const failureOf = (work: Promise<unknown>) => work.catch((error: AddOnError) => error);

describe("the token endpoints", () => {
  it("are found below a base URL that ends in slashes as below one that does not", async () => {
    for (const baseUrl of ["https://api.test/privage", "https://api.test/privage//"]) {
      const asked: string[] = [];
      const client = createPrivageAuthClient({
        baseUrl,
        fetch: async (input) => {
          asked.push(String(input));
          return Response.json({ access_token: "access" }, { status: 201 });
        },
      });
      await client.renewAccessToken("refresh");
      expect(asked, baseUrl).toEqual(["https://api.test/privage/v1/auth-connect/renew-token"]);
    }
  });

  it("silence is CALL_TIMEOUT, before the answer's head and after it; what was sent is not called retryable", async () => {
    for (const afterHead of [false, true]) {
      const { client } = silent(afterHead);
      expect(await failureOf(client.generateExchangeToken(REQUEST, { timeoutMs: 0 }))).toMatchObject({
        name: "AddOnError",
        code: "CALL_TIMEOUT",
        retryable: false,
        details: { sent: true },
      });
      // A refresh token that may be spent.
      expect(await failureOf(client.renewAccessToken("refresh", { timeoutMs: 0 }))).toMatchObject({
        code: "OUTCOME_UNKNOWN",
        cause: { code: "CALL_TIMEOUT" },
      });
    }
  });

  it("a caller who gives up before it is sent is told ABORTED, and the refresh token is not spent", async () => {
    const { client, asked } = silent();
    const reason = new Error("The job was stopped.");
    const signal = AbortSignal.abort(reason);
    for (const work of [
      client.renewAccessToken("refresh", { signal }),
      client.generateExchangeToken(REQUEST, { signal }),
    ]) {
      expect(await failureOf(work)).toMatchObject({ code: "ABORTED", retryable: true, cause: reason });
    }
    expect(asked).toEqual([]);
  });

  it("a caller who gives up afterwards is told ABORTED, and of a renewal OUTCOME_UNKNOWN", async () => {
    const { client } = silent();
    const leaving = new AbortController();
    const minting = failureOf(client.generateExchangeToken(REQUEST, { signal: leaving.signal }));
    const renewal = failureOf(client.renewAccessToken("refresh", { signal: leaving.signal }));
    leaving.abort();
    expect(await minting).toMatchObject({ code: "ABORTED", retryable: false, details: { sent: true } });
    expect(await renewal).toMatchObject({ code: "OUTCOME_UNKNOWN", cause: { code: "ABORTED" } });
  });
});
