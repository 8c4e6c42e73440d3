/** A server that closes: who is waited for, and who is not. */
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { registerDraining } from "../src/operations/draining.ts";

const SIZE = 16 * 1024 * 1024;

it("an answer that is written but not yet read goes out whole, and then nobody is waited for", async () => {
  const app = fastify({ forceCloseConnections: "idle" });
  registerDraining(app);
  app.get("/", async () => " ".repeat(SIZE));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const open = () => connect(port, "127.0.0.1");
  const idle = open();
  const socket = open();
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  await new Promise((resolve) => socket.once("readable", resolve));
  const closed = app.close();
  // A turn of the event loop for each look at who is idle, before anything is read.
  await expect.poll(() => app.server.listening).toBe(false);
  expect((await text(socket)).length).toBeGreaterThan(SIZE);
  await closed;
  expect(await text(idle)).toBe("");
});
