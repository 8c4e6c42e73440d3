/** Requests that break off into something that is no HTTP, or do not arrive in time: no lie about what was done with them. */
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { startBff } from "../support/bff.ts";
import { KNOWING, KNOWN } from "../support/known-caller.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();

const open = (url = rig.bff.url, allowHalfOpen = false) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen });
  socket.on("error", () => {});
  return socket;
};
const post = (length: number, { authorization } = AUTHORIZED) =>
  `POST /privage/v2/connect/burn/points HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: ${length}\r\n\r\n`;
const writes = () => rig.platforms.seen.filter(({ method }) => method === "POST");
/** All that comes until the connection ends, however it does. */
const read = async (socket: ReturnType<typeof open>): Promise<string> => {
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
  });
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
};

describe("a request", () => {
  it("that is here whole is not called malformed because of what follows it: it is being done", async () => {
    let answer = (): void => {};
    rig.platforms.override = ({ method }, response) => {
      answer = () => response.end("{}");
      return method === "POST";
    };
    const socket = open();
    const received = read(socket);
    socket.write(`${post(2)}{}`);
    await expect.poll(() => writes().length).toBe(1);
    socket.write("\u0000no HTTP at all\r\n\r\n");
    expect(await received).toBe("");
    answer();
  });

  it("that did not arrive in time is refused, its connection ends, and the platform never gets it whole", async () => {
    for (const length of [1_000, 100_000]) {
      // A caller who goes on sending after the refusal.
      const socket = open(rig.bff.url, true);
      const received = read(socket);
      socket.once("end", () => socket.end(" ".repeat(10)));
      socket.write(post(length) + " ".repeat(length - 10));
      expect(await received).toMatch(/^HTTP\/1\.1 408 /);
    }
    expect(writes()).toEqual([]);
  });

  it("whose answer has begun before it was here whole gets nothing else put into that answer", async () => {
    const begun = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 350\r\n\r\n${"A".repeat(50)}`;
    const privage = createServer(
      (each) => void each.once("data", () => each.write(begun)).on("error", () => {}),
    );
    await new Promise<void>((resolve) => privage.listen(0, "127.0.0.1", resolve));
    const { port } = privage.address() as AddressInfo;
    const bff = await startBff({
      ...{ ...rig.platforms.env, ...KNOWING },
      ...{ PRIVAGE_BASE_URL: `http://127.0.0.1:${port}`, REQUEST_TIMEOUT_MS: "1000" },
    });
    rig.closeLater(async () => {
      privage.close();
      await bff.close();
    });
    const socket = open(bff.url);
    const received = read(socket);
    socket.write(post(100_000, KNOWN) + " ".repeat(1_000));
    expect(await received).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nA{0,50}$/);
  });
});
