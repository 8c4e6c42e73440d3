/** A server that listens on a UNIX socket, which cannot be reset: what is broken off ends there, and the process goes on. */
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createBff, readConfig } from "../../src/index.ts";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();
const GET = `GET /privage/v2/connect/campaigns HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}\r\n\r\n`;

const startOnSocket = async (privage: string) => {
  const folder = temporaryFolder();
  const config = readConfig({
    ...{ VAULT_URL: "sqlite::memory:", VAULT_KEYS: testKey("a"), LOG_LEVEL: "silent" },
    ...{ ALLOW_INSECURE_UPSTREAMS: "1", PRIVAGE_BASE_URL: privage },
  });
  const app = createBff(config);
  rig.closeLater(async () => {
    await app.close();
    folder.remove();
  });
  const path = join(folder.path, "bff.sock");
  await app.listen({ path });
  return { app, path };
};

const startHalf = () =>
  rig.startRaw((socket) =>
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf of it");
      setImmediate(() => socket.destroy());
    }),
  );

it("an answer that the platform broke off is broken off", async () => {
  const { path } = await startOnSocket(await startHalf());
  const socket = connect(path);
  socket.write(GET);
  expect(await text(socket)).toMatch(/half of it$/);
});

it("what is no HTTP, behind a request that is being answered, ends the connection", async () => {
  const socket = connect((await startOnSocket(await rig.startRaw(() => {}))).path);
  socket.write(`${GET}no HTTP\r\n\r\n`);
  expect(await text(socket)).toBe("");
});

it("an answer that is not sent over any connection, and is broken off, does not end the process", async () => {
  const { app } = await startOnSocket(await startHalf());
  const { authorization } = AUTHORIZED;
  const inject = app.inject({ url: "/privage/v2/connect/campaigns", headers: { authorization } });
  await expect(inject).rejects.toThrow();
});
