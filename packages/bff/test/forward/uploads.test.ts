/** Bodies that are too large to be read first: they stream, at the platform's pace, on a connection that stays the caller's. */
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();

const HEAD = `host: x\r\nauthorization: ${AUTHORIZED.authorization}\r\ncontent-type: application/json\r\n`;
const SIZE = 16 * 1024 * 1024;

/** A connection to `url` that has begun to upload {@link SIZE} bytes. */
const upload = (url: string) => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(`POST /privage/v2/connect/coupon/sets HTTP/1.1\r\n${HEAD}content-length: ${SIZE}\r\n\r\n`);
  return socket;
};

describe("an upload", () => {
  it("is not kept here while the platform does not read it: the caller has to wait", async () => {
    const platform: Socket[] = [];
    const privage = await rig.startRaw((socket) => void platform.push(socket.pause()));
    const bff = await rig.startBffFor(privage, { UPSTREAM_TIMEOUT_MS: "60000" });
    const socket = upload(bff.url);
    let sent = 0;
    const piece = Buffer.alloc(65_536, " ");
    const push = () => {
      while (sent < SIZE) {
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
    expect(sent).toBeLessThan(SIZE / 2);
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
