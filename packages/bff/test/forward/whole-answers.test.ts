/** Answers go out in one write when they come in one piece, and piece by piece otherwise: nobody may see a difference. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();

it("whatever its bytes and their number, an answer arrives as the platform sent it, with or without its length", async () => {
  let answer = { bytes: Buffer.alloc(0), hasLength: true };
  const server = createServer((_request, response) => {
    const { bytes, hasLength } = answer;
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      ...(hasLength && { "content-length": bytes.length }),
    });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  rig.closeLater(() => new Promise((resolve) => server.close(resolve)));
  const bff = await rig.startBffFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const sizes = fc.oneof(
    fc.nat({ max: 300 }),
    fc.integer({ min: 12_000, max: 13_000 }),
    fc.nat({ max: 90_000 }),
  );
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.boolean(), async (size, seed, hasLength) => {
      // Every value of a byte, in an order that the seed decides.
      const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + seed) % 256));
      answer = { bytes, hasLength };
      const response = await fetch(`${bff.url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
      expect(response.headers.get("content-length")).toBe(hasLength ? String(size) : null);
      expect(bytes.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
    }),
    {
      numRuns: 150,
      examples: [
        [0, 0, true],
        [1, 255, true],
        [12_288, 0, true],
        [12_289, 0, true],
      ],
    },
  );
}, 120_000);

it.each(["GET", "POST"])(
  "an answer to %s whose file has a name in Thai arrives, its length said first",
  async (method) => {
    const name = 'attachment; filename="คูปอง.csv"';
    const privage = await rig.startRaw((socket) =>
      socket.on("data", () =>
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-disposition: ${name}\r\n\r\n{}`),
      ),
    );
    const bff = await rig.startBffFor(privage);
    const path = method === "GET" ? "campaigns" : "coupon/sets";
    const body = method === "GET" ? null : "{}";
    const answer = await fetch(`${bff.url}/privage/v2/connect/${path}`, {
      method,
      body,
      headers: AUTHORIZED,
    });
    const named = Buffer.from(answer.headers.get("content-disposition") ?? "", "latin1").toString();
    expect([answer.status, named, await answer.text()]).toEqual([200, name, "{}"]);
  },
);
