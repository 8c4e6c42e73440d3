/** Bodies that are too large to be read first: they stream, at the platform's pace, on a connection that stays the caller's. */
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { startBff } from "../support/bff.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { KNOWN } from "../support/known-caller.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();

const HEAD = `host: x\r\nauthorization: ${KNOWN.authorization}\r\ncontent-type: application/json\r\n`;
const SIZE = 16 * 1024 * 1024;
/** Several times what the kernel's buffers on the way hold. */
const LARGE = 4 * SIZE;

/** A connection to `url` that has begun to upload so many bytes. */
const upload = (url: string, size = SIZE) => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(`POST /privage/v2/connect/coupon/sets HTTP/1.1\r\n${HEAD}content-length: ${size}\r\n\r\n`);
  return socket;
};

describe("an upload", () => {
  it("is not kept here while the platform does not read it: the caller has to wait", async () => {
    const platform: Socket[] = [];
    const privage = await rig.startRaw((socket) => void platform.push(socket.pause()));
    const bff = await rig.startBffFor(privage, {
      UPSTREAM_TIMEOUT_MS: "60000",
      MAX_BODY_BYTES: String(LARGE),
    });
    const socket = upload(bff.url, LARGE);
    let sent = 0;
    const piece = Buffer.alloc(65_536, " ");
    const push = () => {
      while (sent < LARGE) {
        sent += piece.length;
        if (!socket.write(piece)) return void socket.once("drain", push);
      }
    };
    push();
    // It goes on until every buffer on the way is full, and not further.
    let last = -1;
    await expect
      .poll(
        () => {
          const isStill = sent > 65_536 && sent === last;
          last = sent;
          return isStill;
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(true);
    expect(sent).toBeLessThan(LARGE / 2);
    for (const each of [...platform, socket]) each.destroy();
  }, 60_000);

  it("that the platform breaks off is answered all the same, on the connection that is still uploading", async () => {
    const server = createServer((request) => void request.once("data", () => request.socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    rig.closeLater(() => new Promise((resolve) => server.close(resolve)));
    const bff = await rig.startBffFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const socket = upload(bff.url);
    socket.write(Buffer.alloc(200_000, " "));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).toContain('"code":"OUTCOME_UNKNOWN"');
  }, 60_000);
});

const CAMPAIGNS = "/privage/v2/connect/campaigns";

/** Uploads to `url` that have begun and do not go on; `answered` is the status line of each, once it is there. */
const beginUpload = (url: string, authorization: string, path = "/privage/v2/connect/coupon/sets") => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  rig.closeLater(async () => void socket.destroy());
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n`,
  );
  const answered = once(socket, "data").then(([data]) => String(data));
  return { socket, answered };
};

describe("uploads that go on for ever", () => {
  it("are taken from nobody unknown, so that the connections stay with those who are known", async () => {
    const bff = await startBff({ ...rig.platforms.env, CONNECTIONS_PER_UPSTREAM: "2" });
    rig.closeLater(() => bff.close());
    for (let count = 0; count < 4; count += 1) {
      const { answered } = beginUpload(bff.url, `Bearer made-up-${count}`);
      expect(await answered).toMatch(/^HTTP\/1\.1 401 /);
    }
    expect(rig.platforms.count("/coupon/sets")).toBe(0);
    const { status } = await fetch(bff.url + CAMPAIGNS, { headers: AUTHORIZED });
    expect(status).toBe(200);
  });

  it("are not taken where no token is asked for: such a body is small, and the answer says how small", async () => {
    const path = "/privage/v1/auth-connect/access-token";
    const answer = await beginUpload(rig.bff.url, "", path).answered;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("at most 65536 bytes");
    expect(rig.platforms.count("/access-token")).toBe(0);
    const small = await fetch(rig.bff.url + path, { method: "POST", body: "{}" });
    expect([small.status, rig.platforms.count("/access-token")]).toEqual([200, 1]);
  });

  it("take half of the connections at most: more of them are told when to come back, other calls go on", async () => {
    let begun = 0;
    const privage = await rig.startRaw((socket) => {
      socket.on("data", (data) => {
        if (String(data).startsWith("POST")) begun += 1;
        else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
      });
    });
    const { url } = await rig.startBffFor(privage, { CONNECTIONS_PER_UPSTREAM: "4" });
    const [first] = [beginUpload(url, KNOWN.authorization), beginUpload(url, KNOWN.authorization)];
    await expect.poll(() => begun, { timeout: 15_000 }).toBe(2);
    const refused = await beginUpload(url, KNOWN.authorization).answered;
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toMatch(/\r\nretry-after: 1\r\n/);
    expect((await fetch(url + CAMPAIGNS, { headers: KNOWN })).status).toBe(200);
    first?.socket.destroy();
    // Its place is free for another one.
    const next = () => {
      beginUpload(url, KNOWN.authorization);
      return begun;
    };
    await expect.poll(next, { timeout: 15_000 }).toBe(3);
  });

  it("give their place back when their callers leave, also while they wait for a connection, which goes to the next", async () => {
    const sockets: Socket[] = [];
    const heard: string[] = [];
    const answer = (socket: Socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    const privage = await rig.startRaw((socket) => {
      sockets.push(socket);
      socket.on("data", (data) => {
        heard.push(String(data).split(" ", 1)[0] ?? "");
        if (heard.length > 3) answer(socket);
      });
    });
    const limits = { CONNECTIONS_PER_UPSTREAM: "2", UPSTREAM_TIMEOUT_MS: "60000" };
    const { url } = await rig.startBffFor(privage, limits);
    const read = () => fetch(url + CAMPAIGNS, { headers: KNOWN });
    const reads = [read(), read()];
    await expect.poll(() => heard.length).toBe(2);
    const waiting = [beginUpload(url, KNOWN.authorization), beginUpload(url, KNOWN.authorization)];
    // One of them has the place, and the other is refused.
    expect(await Promise.race(waiting.map(({ answered }) => answered))).toMatch(/^HTTP\/1\.1 503 /);
    for (const { socket } of waiting) socket.destroy();
    const begin = () => {
      const { answered } = beginUpload(url, KNOWN.authorization);
      return Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 200, "has a place"))]);
    };
    await expect.poll(begin, { timeout: 15_000 }).toBe("has a place");
    for (const socket of sockets) answer(socket);
    await Promise.all(reads);
    await expect.poll(() => heard).toEqual(["GET", "GET", "POST"]);
    expect([(await read()).status, sockets.length]).toEqual([200, 2]);
  });
});
