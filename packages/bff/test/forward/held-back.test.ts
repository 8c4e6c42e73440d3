/** A platform that fails and fails: callers are told at once, and it is left alone for a while. */
import { connect } from "node:net";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { startBff } from "../support/bff.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { KNOWING, KNOWN } from "../support/known-caller.ts";
import { partnerConnection } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { createTestClock } from "../support/virtual.ts";

const rig = forwardRigPerTest();
const CAMPAIGNS = "/privage/v2/connect/campaigns";
const UPLOAD = "/privage/v2/connect/coupon/sets";

const status = async (url: string): Promise<number> => {
  const answer = await fetch(url + CAMPAIGNS, { headers: KNOWN });
  await answer.text();
  return answer.status;
};

/** An upload that has begun and does not go on. */
const beginUpload = (bff: string): void => {
  const { hostname, port } = new URL(bff);
  const socket = connect(Number(port), hostname).on("error", () => {});
  rig.closeLater(async () => void socket.destroy());
  const head = `host: x\r\nauthorization: ${KNOWN.authorization}\r\ntransfer-encoding: chunked\r\n`;
  socket.write(`POST ${UPLOAD} HTTP/1.1\r\n${head}\r\n1\r\n{\r\n`);
};

describe("a failing platform", () => {
  it("gets no more calls after twenty failures, one after 5 s, and all again when that one succeeds; other platforms go on", async () => {
    const clock = createTestClock();
    const bff = await startBff(rig.platforms.env, { clock });
    rig.closeLater(() => bff.close());
    // A host of its own, so that it fails alone.
    const url = new URL(rig.platforms.url);
    url.hostname = "localhost";
    await bff.vault.connections.put(partnerConnection(url.origin));
    const call = async (path: string) => {
      const answer = await fetch(`${bff.url}${path}`, { headers: AUTHORIZED });
      return { status: answer.status, after: answer.headers.get("retry-after"), json: await answer.json() };
    };
    expect((await call("/partner/sales")).status).toBe(200);
    let isFailing = true;
    rig.platforms.override = ({ path }, response) => {
      if (!isFailing || !path.endsWith("/sales")) return false;
      response.writeHead(503, { "content-type": "application/json" });
      response.end("{}");
      return true;
    };
    for (let count = 0; count < 30; count += 1) await call("/partner/sales");
    const asked = rig.platforms.count("/sales");
    const held = await call("/partner/sales");
    expect([held.status, Number(held.after) > 0, held.json]).toMatchObject([
      503,
      true,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
    expect(rig.platforms.count("/sales")).toBe(asked);
    expect(asked).toBeLessThan(30);
    expect((await call("/privage/v2/connect/campaigns")).status).toBe(200);

    await clock.advance(5_001);
    await call("/partner/sales");
    await call("/partner/sales");
    expect(rig.platforms.count("/sales")).toBe(asked + 1);
    await clock.advance(5_001);
    isFailing = false;
    expect([(await call("/partner/sales")).status, (await call("/partner/sales")).status]).toEqual([
      200, 200,
    ]);
    expect(await (await fetch(`${bff.url}/metrics`)).text()).toContain("privage_bff_open_circuits 0");
  });
});

describe("a platform that is well again", () => {
  /** Before a platform that was failing until now, and may be tried again. */
  const startHeldBack = async () => {
    let isFailing = true;
    const sockets = { uploads: 0 };
    const privage = await rig.startRaw((socket) => {
      socket.on("data", (data) => {
        const [method, path = ""] = String(data).split(" ", 2);
        if (method === "POST") sockets.uploads += 1;
        else if (isFailing) socket.write("HTTP/1.1 503 Unavailable\r\ncontent-length: 2\r\n\r\n{}");
        else if (path.includes("long")) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1,");
        else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
      });
    });
    const clock = createTestClock();
    const env = { ...rig.platforms.env, ...KNOWING, PRIVAGE_BASE_URL: privage };
    const { url, close } = await startBff(env, { clock });
    rig.closeLater(close);
    for (let count = 0; count < 20; count += 1) await status(url);
    isFailing = false;
    await clock.advance(5_001);
    return { url, clock, sockets };
  };

  it("is not kept from others by the call that tries it, when that is an upload that never ends", async () => {
    const { url, clock, sockets } = await startHeldBack();
    beginUpload(url);
    await expect.poll(() => sockets.uploads, { timeout: 15_000 }).toBe(1);
    expect(await status(url)).toBe(503);
    await clock.advance(5_001);
    expect([await status(url), await status(url)]).toEqual([200, 200]);
  });

  it("is open to all as soon as an answer begins, however long it goes on", async () => {
    const { url } = await startHeldBack();
    const gone = new AbortController();
    rig.closeLater(async () => gone.abort());
    const long = await fetch(`${url}${CAMPAIGNS}?long`, { headers: KNOWN, signal: gone.signal });
    expect([long.status, await status(url)]).toEqual([200, 200]);
  });
});

describe("a platform that is well", () => {
  it("is not held back for uploads that are too large for it, which it refuses before their end", async () => {
    const platform = fastify({ bodyLimit: 1_048_576 });
    platform.all("/*", async () => ({}));
    rig.closeLater(() => platform.close());
    const { url } = await rig.startBffFor(await platform.listen({ host: "127.0.0.1", port: 0 }));
    for (let count = 0; count < 40; count += 1) {
      const headers = { ...KNOWN, "content-type": "application/json" };
      const body = new Uint8Array(8_388_608);
      await (await fetch(url + UPLOAD, { method: "POST", body, headers })).text();
    }
    expect(await status(url)).toBe(200);
  }, 60_000);

  it("is not held back for slow uploads that it hangs up on", async () => {
    let hungUp = 0;
    const privage = await rig.startRaw((socket) => {
      socket.on("data", (data) => {
        if (String(data).startsWith("GET")) {
          socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        } else {
          hungUp += 1;
          socket.destroy();
        }
      });
    });
    const { url } = await rig.startBffFor(privage);
    for (let count = 0; count < 30; count += 1) beginUpload(url);
    await expect.poll(() => hungUp, { timeout: 15_000 }).toBe(30);
    expect(await status(url)).toBe(200);
  });
});
