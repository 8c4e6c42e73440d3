/** Platforms that fall silent: who is given up, and who is not. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSilenceWatch, type SilenceWatch, type Watched } from "../../src/forward/silence.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { KNOWN } from "../support/known-caller.ts";
import { AUTHORIZED } from "../support/rig.ts";

const LIMIT_MS = 200;
const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
const rig = forwardRigPerTest();

const startPlatform = async (onRequest: RequestListener): Promise<string> => {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  rig.closeLater(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const startBff = (privage: string, env: Record<string, string> = {}) =>
  rig.startBffFor(privage, { UPSTREAM_TIMEOUT_MS: String(LIMIT_MS), ...env });

/** Two calls that are given up, one after the other: more than the limit has passed. */
const twoGivenUp = async (bff: string): Promise<void> => {
  for (const after of ["silent-1", "silent-2"]) {
    const answer = await fetch(`${bff}/privage/v2/connect/campaigns?after=${after}`, { headers: AUTHORIZED });
    expect(answer.status).toBe(503);
  }
};

describe("a silent platform", () => {
  it("is given up in the middle of its answer, which is cut off and not ended as if it were whole", async () => {
    const url = await rig.startRaw((socket) => {
      socket.on("data", () => socket.write(`${HEAD}5\r\n[1,2,\r\n`));
    });
    const { url: bff } = await startBff(url);
    const answer = await fetch(`${bff}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it("is given up for a small body too, and the caller learns that the outcome is unknown", async () => {
    const { url: bff } = await startBff(await rig.startRaw(() => {}));
    const answer = await fetch(`${bff}/privage/v2/connect/burn/points`, {
      method: "POST",
      body: "{}",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
    });
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: "OUTCOME_UNKNOWN" }]);
  });

  it("is given up while a large body streams to it", async () => {
    const url = await rig.startRaw((socket) => void socket.resume());
    const { url: bff } = await startBff(url);
    const answer = await fetch(`${bff}/privage/v2/connect/coupon/sets`, {
      method: "POST",
      body: new Uint8Array(200_000),
      headers: KNOWN,
    });
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: "OUTCOME_UNKNOWN" }]);
  });

  it.each([
    ["no large body", "{}"],
    ["a body that streams", new Uint8Array(200_000)],
  ])(
    "keeps nobody waiting for its connection: a call with %s that waits for one is given up, and is never sent",
    async (_which, body) => {
      const paths: string[] = [];
      let endFirst = (): void => {};
      const url = await startPlatform(({ url = "" }, response) => {
        paths.push(url);
        if (paths.length > 1) return void response.end("{}");
        // An answer that goes on and on: it is not silent, and its connection is not free.
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), LIMIT_MS / 10);
        endFirst = () => {
          clearInterval(drip);
          response.end("{}");
        };
      });
      const { url: bff } = await startBff(url, { CONNECTIONS_PER_UPSTREAM: "1" });
      const first = await fetch(`${bff}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
      const waiting = await fetch(`${bff}/privage/v2/connect/burn/points`, {
        method: "POST",
        body,
        headers: { ...KNOWN, "content-type": "application/json" },
      });
      expect([waiting.status, await waiting.json()]).toMatchObject([
        503,
        { code: "UPSTREAM_UNAVAILABLE", retryable: true },
      ]);
      endFirst();
      expect((await first.text()).trim()).toBe("{}");
      await (await fetch(`${bff}/privage/v2/connect/campaigns?after=1`, { headers: AUTHORIZED })).text();
      expect(paths).toEqual(["/v2/connect/campaigns", "/v2/connect/campaigns?after=1"]);
    },
  );

  it("is not held back for those who waited in vain for a connection that others had", async () => {
    let endFirst = (): void => {};
    const url = await startPlatform(({ url: path = "" }, response) => {
      if (!path.includes("long")) return void response.end("{}");
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), LIMIT_MS / 10);
      endFirst = () => {
        clearInterval(drip);
        response.end();
      };
    });
    const { url: bff } = await startBff(url, { CONNECTIONS_PER_UPSTREAM: "1" });
    const get = (query = "") => fetch(`${bff}/privage/v2/connect/campaigns${query}`, { headers: AUTHORIZED });
    const first = await get("?long");
    const waiting = await Promise.all(Array.from({ length: 30 }, async () => (await get()).status));
    expect(new Set(waiting)).toEqual(new Set([503]));
    endFirst();
    await first.text();
    expect((await get()).status).toBe(200);
  });

  it("may say that it is at work while a body streams to it: the limit begins with the answer", async () => {
    let socket: Socket | undefined;
    const url = await rig.startRaw((each) => {
      each.once("data", () => each.write("HTTP/1.1 102 Processing\r\n\r\n"));
      each.on("data", (chunk) => void (chunk.includes("0\r\n\r\n") && each.write(OK)));
      socket ??= each;
    });
    const { url: bff } = await startBff(url);
    let upload: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        upload = controller;
        controller.enqueue(new Uint8Array(1000).fill(97));
      },
    });
    const answer = fetch(`${bff}/privage/v2/connect/coupon/sets`, {
      ...{ method: "POST", body, duplex: "half" as const, headers: KNOWN },
    });
    await expect.poll(() => socket?.bytesWritten).toBeGreaterThan(0);
    await twoGivenUp(bff);
    upload?.close();
    expect((await answer).status).toBe(200);
  });

  it("is not what a slow caller makes of it: while the caller does not read, nobody is given up", async () => {
    const size = 32 * 1024 * 1024;
    const url = await startPlatform(({ url = "" }, response) => {
      if (url.includes("silent")) return;
      response.writeHead(200, { "content-type": "application/json", "content-length": size });
      response.end(Buffer.alloc(size, " "));
    });
    const { url: bff } = await startBff(url);
    const slow = await fetch(`${bff}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    await twoGivenUp(bff);
    expect((await slow.arrayBuffer()).byteLength).toBe(size);
  });
});

describe("a caller who does not read", () => {
  it("is given up after the limit for callers, so that others get the connection to the platform", async () => {
    const size = 32 * 1024 * 1024;
    const url = await startPlatform(({ url: path = "" }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(path.includes("large") ? Buffer.alloc(size, " ") : "{}");
    });
    const { url: bff } = await startBff(url, { CONNECTIONS_PER_UPSTREAM: "1", REQUEST_TIMEOUT_MS: "1000" });
    const unread = await fetch(`${bff}/privage/v2/connect/campaigns?large`, { headers: AUTHORIZED });
    const get = () => fetch(`${bff}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    expect((await get()).status).toBe(503);
    await expect.poll(async () => (await get()).status, { timeout: 15_000 }).toBe(200);
    await expect(unread.text()).rejects.toThrow();
  });
});

describe("the watch", () => {
  it("gives up exactly those that were not heard for a limit, in whatever order they come and go", () => {
    const step = fc.oneof(
      fc.record({ does: fc.constantFrom("watch", "unwatch", "hear", "pause"), who: fc.nat(9) }),
      fc.record({ does: fc.constant("look"), who: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: "max" }), (steps) => {
        let look = (): void => {};
        const watch: SilenceWatch = createSilenceWatch(LIMIT_MS, LIMIT_MS, (_ms, work) => {
          look = work;
          return () => {};
        });
        const given: number[] = [];
        const calls = Array.from({ length: 10 }, (_, who) => {
          const call: Watched & { heardAt: number } = {
            heardAt: 0,
            place: 0,
            giveUp: () => {
              given.push(who);
              watch.unwatch(call);
              age.delete(who);
            },
          };
          return call;
        });
        /** Of those that are watched: looks since they were heard. */
        const age = new Map<number, number>();
        for (const { does, who } of steps) {
          const call = calls[who];
          if (call === undefined) continue;
          if (does === "look") {
            for (const [each, looks] of age) age.set(each, looks + 1);
            const due = [...age].filter(([, looks]) => looks > 8).map(([each]) => each);
            given.length = 0;
            look();
            expect(given.toSorted()).toEqual(due.toSorted());
          } else if (does === "watch" && !age.has(who)) {
            call.heardAt = watch.look;
            watch.watch(call);
            age.set(who, 0);
          } else if (does === "unwatch" && age.delete(who)) {
            watch.unwatch(call);
          } else if (age.has(who)) {
            call.heardAt = does === "hear" ? watch.look : Number.POSITIVE_INFINITY;
            age.set(who, does === "hear" ? 0 : Number.NEGATIVE_INFINITY);
          }
        }
      }),
    );
  });
});
