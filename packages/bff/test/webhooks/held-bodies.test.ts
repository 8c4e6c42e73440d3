/** Senders that nobody has verified yet, with large bodies that do not come to an end: how much of them is kept. */
import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { haravanConnection } from "../support/platforms.ts";
import { rigPerTest } from "../support/rig.ts";

const rig = rigPerTest({ TRUSTED_PROXIES: "127.0.0.1" });

const MIB = 1_048_576;
const BODY = '{"id":1}';

/** All but the last byte of a body of 1 MiB; what is answered nevertheless. */
const hold = (from: string, body = " ".repeat(MIB - 1)) => {
  const { hostname, port } = new URL(rig.bff.url);
  const socket = connect(Number(port), hostname);
  const held: { socket: Socket; answer: string } = { socket, answer: "" };
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    held.answer += String(bytes);
  });
  const length = body.startsWith(" ") ? `content-length: ${MIB}` : "transfer-encoding: chunked";
  socket.write(
    `POST /webhooks/haravan HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${from}\r\n${length}\r\n\r\n${body}`,
  );
  rig.closeLater(async () => socket.destroy());
  return held;
};
const refusals = (sent: ReturnType<typeof hold>[]) => sent.filter(({ answer }) => answer !== "");

/** A webhook that is signed right; its status. */
const send = async (from: string): Promise<number> => {
  const headers = {
    ...{ "x-haravan-topic": "orders/create", "x-haravan-org-id": "200000244883", "x-forwarded-for": from },
    "x-haravan-hmacsha256": createHmac("sha256", "canary-haravan-secret").update(BODY).digest("base64"),
  };
  return (await fetch(`${rig.bff.url}/webhooks/haravan`, { method: "POST", body: BODY, headers })).status;
};
const connectShop = async () => {
  const { connections } = rig.bff.vault;
  await connections.put(haravanConnection());
  await connections.setExternalId("haravan:CAFE01", "200000244883");
};

describe("webhook bodies that are not here whole", () => {
  it("are held up to 16 MiB of one address, the rest is told to come again, and others are heard", async () => {
    await connectShop();
    const sent = Array.from({ length: 20 }, () => hold("10.0.0.1"));
    await expect.poll(() => refusals(sent).length).toBeGreaterThanOrEqual(4);
    const answer = refusals(sent)[0]?.answer;
    expect(answer).toMatch(/^HTTP\/1\.1 429 [\s\S]*retry-after: 1\r\n[\s\S]*"code":"RATE_LIMITED"/);
    expect(await send("10.0.0.2")).toBe(200);
    for (const { socket } of sent) socket.destroy();
    await expect.poll(() => send("10.0.0.1")).toBe(200);
  });

  it("are held up to 64 MiB, however many addresses they come from", async () => {
    await connectShop();
    const sent = Array.from({ length: 72 }, (_, count) => hold(`10.0.1.${count}`));
    await expect.poll(() => refusals(sent).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(8);
    for (const { socket } of sent) socket.destroy();
    await expect.poll(() => send("10.0.0.1")).toBe(200);
  });

  it("are given back with their connection, also when another answer was owed before theirs", async () => {
    rig.platforms.override = () => true; // Whose token it is stays open.
    const { hostname, port } = new URL(rig.bff.url);
    const pipeline = () => {
      const socket = connect(Number(port), hostname).on("error", () => {});
      const first = "GET /connections HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n\r\n";
      socket.write(
        `${first}POST /webhooks/haravan HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 10.0.0.1\r\ncontent-length: ${MIB}\r\n\r\n${" ".repeat(MIB - 1)}`,
      );
      return socket;
    };
    const sockets = Array.from({ length: 20 }, pipeline);
    await expect.poll(() => send("10.0.0.1")).toBe(429);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => send("10.0.0.1")).toBe(401);
  });

  it("count for what they cost when they come byte by byte", async () => {
    const sent = hold("10.0.0.1", "1\r\n1\r\n".repeat(70_000));
    await expect.poll(() => sent.answer, { timeout: 15_000 }).toMatch(/^HTTP\/1\.1 429 /);
  });
});
