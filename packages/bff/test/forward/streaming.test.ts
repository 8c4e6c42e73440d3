/** Bodies and answers that pass through while they come. */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Agent, request as undiciRequest } from "undici";
import { describe, expect, it } from "vitest";
import { json } from "../support/fake-platform.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { KNOWN } from "../support/known-caller.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();
const { call, startBffFor } = rig;

describe("streaming", () => {
  it("F28: callers who go away take their upstream requests along", async () => {
    let server: Server | undefined;
    const open = new Set<Socket>();
    const url = await new Promise<string>((resolve) => {
      server = createServer((_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write("x".repeat(1_000)), 5);
        response.on("close", () => clearInterval(drip));
      });
      server.on("connection", (socket) => {
        open.add(socket);
        socket.on("close", () => open.delete(socket));
      });
      server.listen(0, "127.0.0.1", () =>
        resolve(`http://127.0.0.1:${(server?.address() as AddressInfo | undefined)?.port}`),
      );
    });
    rig.closeLater(() => new Promise((resolve) => server?.close(resolve)));
    const other = await startBffFor(url, { CONNECTIONS_PER_UPSTREAM: "250" });
    const agent = new Agent({ connections: 200 });
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        const { body } = await undiciRequest(`${other.url}/privage/v2/connect/campaigns`, {
          dispatcher: agent,
          headers: AUTHORIZED,
        });
        body.on("error", () => {});
        body.destroy();
      }),
    );
    await expect.poll(() => open.size, { timeout: 5_000 }).toBe(0);
    await agent.destroy();
  });

  it.each([
    ["JSON", '{"a":1}', "application/json"],
    ["a form", "a=1&b=2", "application/x-www-form-urlencoded"],
    ["no body", "", "application/json"],
    ["text in Thai", "กาแฟ", "text/plain; charset=utf-8"],
  ])("F29: passes on %s", async (_what, body, type) => {
    const answer = await call("/partner/webhooks", {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    expect(await answer.json()).toMatchObject({ body });
    expect(rig.platforms.seen.at(-1)?.headers["content-type"]).toBe(type);
  });

  it("F29: passes on 20 MB, chunked or with a length, as they come", async () => {
    const size = 20 * 1024 * 1024;
    let received: number[] = [];
    const server = createServer((request, response) => {
      let length = 0;
      request.on("data", (chunk: Buffer) => {
        length += chunk.length;
      });
      request.on("end", () => {
        received = [...received, length];
        json(response, 201, { length });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    rig.closeLater(() => new Promise((resolve) => server.close(resolve)));
    const other = await startBffFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const send = (body: BodyInit) =>
      fetch(`${other.url}/privage/v2/connect/coupon/sets`, {
        method: "POST",
        body,
        headers: KNOWN,
        duplex: "half",
      } as RequestInit).then(({ status }) => status);
    const chunk = new Uint8Array(1024 * 1024);
    let left = 20;
    const chunked = new ReadableStream({
      pull: (controller) => {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(chunk);
      },
    });
    expect([await send(new Uint8Array(size)), await send(chunked)]).toEqual([201, 201]);
    expect(received).toEqual([size, size]);
  });

  it("F29: answers 100-continue and passes the body on", async () => {
    const { request } = await import("node:http");
    const { hostname, port } = new URL(rig.bff.url);
    const status = await new Promise((resolve, reject) => {
      const outgoing = request({
        hostname,
        port,
        path: "/partner/webhooks",
        method: "POST",
        headers: { ...AUTHORIZED, expect: "100-continue", "content-length": "7" },
      });
      outgoing.on("continue", () => outgoing.end('{"a":1}'));
      outgoing.on("response", (answer) => resolve(answer.resume().statusCode));
      outgoing.on("error", reject);
      outgoing.flushHeaders();
    });
    expect([status, rig.platforms.seen.at(-1)?.body]).toEqual([200, '{"a":1}']);
  });
});
