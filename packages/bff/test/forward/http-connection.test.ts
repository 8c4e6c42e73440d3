import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import symbols from "undici/lib/core/symbols.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HttpConnection } from "../../src/forward/http-connection.ts";

let server: Server;
let connection: HttpConnection;

beforeEach(async () => {
  // It hangs up on whoever asks for it.
  server = createServer((request, response) => {
    if (request.url?.startsWith("/broken")) request.socket.destroy();
    else response.end(request.url);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  connection = new HttpConnection(`http://127.0.0.1:${port}`, { pipelining: 1 });
});

afterEach(async () => {
  await connection.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Resolves with the body, or with the word "broken". */
const call = (path: string): Promise<string> =>
  new Promise((resolve) => {
    let body = "";
    connection.dispatch(
      { method: "GET", path },
      {
        onRequestStart: () => {},
        onResponseStart: () => {},
        onResponseData: (_controller, chunk) => {
          body += chunk.toString();
        },
        onResponseEnd: () => resolve(body),
        onResponseError: () => resolve("broken"),
      },
    );
  });

describe("a connection to a platform", () => {
  it("keeps no places of calls that are done", async () => {
    let longest = 0;
    for (let count = 0; count < 300; count++) {
      await call(`/${count}`);
      longest = Math.max(longest, connection[symbols.kQueue].length);
    }
    expect(longest).toBe(1);
  });

  it("gives each call its own answer, however they overlap and whatever breaks between them", async () => {
    const batches = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        for (const [batch, breaks] of all.entries()) {
          const paths = breaks.map(
            (isBroken, index) => `/${isBroken ? "broken" : "whole"}/${batch}/${index}`,
          );
          const answers = await Promise.all(paths.map(call));
          expect(answers).toEqual(paths.map((path) => (path.startsWith("/broken") ? "broken" : path)));
        }
      }),
      { numRuns: 50 },
    );
  });
});
