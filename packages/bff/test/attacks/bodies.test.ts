/** An attacker who sends bodies that are too large, too slow or not what they should be. */
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { startBff, testKey } from "../support/bff.ts";
import { KNOWING, KNOWN } from "../support/known-caller.ts";
import { spawnBff } from "../support/process.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { forwarded, raw } = rig;

describe("bodies", () => {
  const post = (init: RequestInit) =>
    fetch(`${rig.bff.url}/partner/webhooks`, {
      method: "POST",
      ...init,
      headers: { ...AUTHORIZED, ...init.headers },
    });

  it("that announce too much are refused at once", async () => {
    const answer = await post({ body: "x".repeat(200_001) });
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: "INVALID_ARGUMENT" }]);
    expect(forwarded().filter(({ path }) => path.endsWith("/webhooks"))).toEqual([]);
  });

  it("that grow too large while streaming are cut off, and the platform gets no whole request", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(50_000)) });
    const answer = await post({ body: endless, duplex: "half" } as RequestInit);
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: "INVALID_ARGUMENT" }]);
    expect(forwarded().filter(({ path }) => path.endsWith("/webhooks"))).toEqual([]);
  });

  it("that come too slowly end with a problem", async () => {
    const { hostname, port } = new URL(rig.bff.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /partner/webhooks HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}\r\ncontent-length: 100\r\n\r\n{`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(forwarded().filter(({ path }) => path.endsWith("/webhooks"))).toEqual([]);
  });

  it("whose callers break the rules do not have the platform held back for everybody else", async () => {
    const endless = () =>
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000)) });
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1) {
      const { status } = await post({ body: endless(), duplex: "half" } as RequestInit);
      statuses.push(status);
    }
    expect(new Set(statuses)).toEqual(new Set([413]));
    expect((await fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED })).status).toBe(200);
  });

  it("of calls that are not sent on, whose callers leave in the middle, do not end the process", async () => {
    const bff = await spawnBff({
      ...rig.platforms.env,
      ...{ VAULT_URL: "sqlite::memory:", VAULT_KEYS: testKey("a"), PORT: "0", HOST: "127.0.0.1" },
      // Nothing listens there: after 20 calls the platform is held back.
      ...{ PRIVAGE_BASE_URL: "http://127.0.0.1:1", ...KNOWING },
    });
    rig.closeLater(() => bff.end("SIGKILL"));
    const path = "/privage/v2/connect/coupon/sets";
    const status = async () =>
      (await fetch(`${bff.url}${path}`, { headers: AUTHORIZED }).then((answer) => answer.json())).detail;
    await expect.poll(status, { timeout: 15_000 }).toContain("held back");
    const { hostname, port } = new URL(bff.url);
    const socket = connect(Number(port), hostname).on("error", () => {});
    const head = `host: x\r\nauthorization: ${KNOWN.authorization}\r\ncontent-length: 100000\r\n\r\n`;
    socket.write(`POST ${path} HTTP/1.1\r\n${head}{`);
    expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 503 /);
    // The rest of its body is waited for no longer than a second.
    await new Promise((resolve) => socket.resume().once("close", resolve));
    await expect.poll(async () => (await fetch(`${bff.url}/healthz`)).status).toBe(200);
    expect([bff.child.exitCode, await bff.end()]).toEqual([null, 0]);
  }, 60_000);

  it("of calls that are not sent on are read to their end, so that the answer arrives", async () => {
    const bff = await startBff({ ...rig.platforms.env, ...KNOWING, PRIVAGE_BASE_URL: "http://127.0.0.1:1" });
    rig.closeLater(() => bff.close());
    const path = "/privage/v2/connect/coupon/sets";
    const get = () => fetch(`${bff.url}${path}`, { headers: AUTHORIZED }).then((answer) => answer.json());
    await expect.poll(async () => (await get()).detail, { timeout: 15_000 }).toContain("held back");
    const { hostname, port } = new URL(bff.url);
    const socket = connect(Number(port), hostname);
    const size = 16 * 1024 * 1024;
    const head = `host: x\r\nauthorization: ${KNOWN.authorization}\r\ncontent-length: ${size}\r\n\r\n`;
    const received = text(socket);
    socket.write(`POST ${path} HTTP/1.1\r\n${head}`);
    // Everything is taken, and the connection serves the next request.
    await new Promise((resolve) => socket.write(Buffer.alloc(size, " "), resolve));
    socket.write("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    expect((await received).match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 503", "HTTP/1.1 200"]);
  });

  it("that are read slowly are not kept here meanwhile: the platform has to wait", async () => {
    const size = 64 * 1024 * 1024;
    let sent = 0;
    let isStopped = false;
    rig.platforms.override = async ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(200, { "content-type": "application/json", "content-length": String(size) });
      const piece = Buffer.alloc(65_536, " ");
      const closed = once(response, "close");
      while (sent < size && !isStopped) {
        sent += piece.length;
        if (response.write(piece)) continue;
        await Promise.race([new Promise((resolve) => response.once("drain", resolve)), closed]);
      }
      response.end();
      return true;
    };
    const { hostname, port } = new URL(rig.bff.url);
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.write(
      `GET /partner/sales HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}\r\nconnection: close\r\n\r\n`,
    );
    // It goes on until every buffer on the way is full, and not further.
    let last = -1;
    await expect
      .poll(
        () => {
          const isStill = sent > 0 && sent === last;
          last = sent;
          return isStill;
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(true);
    expect(sent).toBeLessThan(size / 2);
    isStopped = true;
    socket.destroy();
  });

  it("of the exchange are refused when malformed, too large, or with more than they should have", async () => {
    const exchange = (body: string, type = "application/json") =>
      fetch(`${rig.bff.url}/haravan/token-exchange`, {
        method: "POST",
        headers: { ...AUTHORIZED, "content-type": type },
        body,
      });
    const answers = await Promise.all([
      exchange("{"),
      exchange('{"shop":1}'),
      exchange("[]"),
      exchange('{"shop":"cafe01.myharavan.com","access_token":"a b"}'),
      exchange("x".repeat(70_000)),
      exchange("a=b", "text/plain"),
      exchange('{"shop":"cafe01.myharavan.com","access_token":"legacy","business":"PHO02"}'),
      exchange('{"__proto__":{"shop":"x"}}'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 413, 400, 400, 400]);
    expect(forwarded()).toEqual([]);
  });

  it.each([
    ["/webhooks/haravan", 401],
    ["/haravan/token-exchange", 400],
    ["/nothing", 404],
  ])("that have a type but no length are none, and nobody waits for them: POST %s", async (path, status) => {
    const answer = await raw(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
