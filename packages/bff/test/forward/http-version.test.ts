/** What platforms are offered when a connection over TLS begins. */
import { expect, it } from "vitest";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();

/** The extension ALPN of a ClientHello (RFC 7301 section 3.1) with these protocols and no others. */
const alpn = (...protocols: string[]): Buffer => {
  const list = protocols.map((name) => String.fromCharCode(name.length) + name).join("");
  return Buffer.concat([Buffer.from([0, 16, 0, list.length + 2, 0, list.length]), Buffer.from(list)]);
};

it("a platform that could speak HTTP/2 cannot choose it: HTTP/1.1 is all that it is offered", async () => {
  const hellos: Buffer[] = [];
  const privage = await rig.startWire((socket) =>
    socket.once("data", (hello) => {
      hellos.push(hello);
      socket.destroy();
    }),
  );
  const { url } = await rig.startBffFor(privage);
  await fetch(`${url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
  const [hello] = hellos;
  expect(hello?.indexOf(alpn("http/1.1"))).toBeGreaterThan(0);
});
