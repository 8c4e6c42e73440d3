/**
 * HTTP/2 over TLS in front of a server of this machine, as every production site has it. A browser takes the
 * certificate when it is told to ignore certificates.
 */
import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { createSecureServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { createCertificate } from "@privage-addons/test-support/certificate";

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** Those of one connection (RFC 9113 section 8.2.2), and HTTP/2's own. */
const OF_A_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "host"]);

const passedOn = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(":") && !OF_A_CONNECTION.has(name)),
  );

/** `targetPort` is on 127.0.0.1; nobody need listen there yet. */
export const startTlsFront = async (targetPort: number): Promise<TlsFront> => {
  const agent = new Agent({ keepAlive: true });
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer(await createCertificate());
  server.on("session", (session) => sessions.add(session.once("close", () => sessions.delete(session))));
  server.on("request", (incoming, outgoing) => {
    const target = httpRequest({
      agent,
      host: "127.0.0.1",
      port: targetPort,
      method: incoming.method,
      path: incoming.url,
      headers: passedOn(incoming.headers),
    });
    target.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
      answer.pipe(outgoing);
    });
    target.once("error", () => outgoing.stream.close());
    incoming.pipe(target);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const session of sessions) session.destroy();
      agent.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
