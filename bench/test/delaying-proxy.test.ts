import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterEach, expect, it } from "vitest";
import { startDelayingPort, startDelayingSocks } from "../src/network/delaying-proxy.ts";

const ROUND_TRIP_MS = 80;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const startEcho = async (): Promise<number> => {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => void server.close());
  return (server.address() as AddressInfo).port;
};

it("lets a byte and its answer take one round trip", async () => {
  const proxy = await startDelayingPort(await startEcho());
  closers.push(proxy.close);
  proxy.setRoundTrip(ROUND_TRIP_MS);
  const socket = connect(proxy.port, "127.0.0.1");
  const startedAt = performance.now();
  socket.write("ping");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toBe("ping");
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(ROUND_TRIP_MS - 2);
  socket.destroy();
});

it("keeps the order of what it holds back when the round trip changes", async () => {
  const proxy = await startDelayingPort(await startEcho());
  closers.push(proxy.close);
  proxy.setRoundTrip(ROUND_TRIP_MS);
  const socket = connect(proxy.port, "127.0.0.1").setNoDelay(true);
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
  });
  for (const letter of "abc") {
    socket.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
    proxy.setRoundTrip(0);
  }
  socket.end();
  await once(socket, "close");
  expect(received).toBe("abc");
});

it("says connected one round trip late, and reaches nothing but loopback", async () => {
  const proxy = await startDelayingSocks();
  closers.push(proxy.close);
  proxy.setRoundTrip(ROUND_TRIP_MS);
  const ask = async (host: string, port: number) => {
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(Buffer.from([5, 1, 0]));
    await once(socket, "data");
    const startedAt = performance.now();
    const name = Buffer.from(host);
    socket.write(
      Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])]),
    );
    const [reply] = await once(socket, "data");
    socket.destroy();
    return { granted: reply[1] === 0, ms: performance.now() - startedAt };
  };
  const local = await ask("localhost", await startEcho());
  expect(local.granted).toBe(true);
  expect(local.ms).toBeGreaterThanOrEqual(ROUND_TRIP_MS - 2);
  expect((await ask("example.com", 80)).granted).toBe(false);
});
