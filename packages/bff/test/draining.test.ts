/** A server that closes: who is waited for, and who is not. */
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
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

describe("a request that is not here whole when the server closes", () => {
  const HEAD = "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\n";

  /** Begins to close once `bytes` have arrived, then sends `rest`; what was answered until the server had closed. */
  const closeAfter = async (bytes: string, rest = ""): Promise<string> => {
    const app = fastify({ forceCloseConnections: "idle", requestTimeout: 500 });
    registerDraining(app);
    app.post("/", async () => "done");
    let bytesRead = () => 0;
    app.server.once("connection", (each) => {
      bytesRead = () => each.bytesRead;
    });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    const answer = new Promise<string>((resolve) => {
      let received = "";
      socket.on("data", (chunk) => {
        received += String(chunk);
      });
      socket.once("close", () => resolve(received));
    });
    socket.write(bytes);
    await expect.poll(() => bytesRead()).toBe(bytes.length);
    const closed = app.close();
    if (rest !== "") socket.write(rest);
    await closed;
    return answer;
  };

  it.each([
    ["half a head", HEAD.slice(0, 20)],
    ["half a second head", `${HEAD}ab${HEAD.slice(0, 20)}`],
    ["half a body, whose time is up", `${HEAD}a`],
  ])("is not waited for: %s", async (_what, bytes) => {
    const answer = await closeAfter(bytes);
    expect(answer.split("HTTP/1.1 200 OK")).toHaveLength(bytes.includes("ab") ? 2 : 1);
  });

  it("is answered when its body comes in time", async () => {
    expect(await closeAfter(`${HEAD}a`, "b")).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*done$/);
  });
});
