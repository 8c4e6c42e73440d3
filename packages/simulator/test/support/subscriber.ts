import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One call that a subscriber got. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it answers; a promise lets the caller wait, `undefined` breaks the connection. */
type Answer = { readonly status: number; readonly body?: string; readonly location?: string } | undefined;

/** A web server that webhooks are sent to. */
export interface Subscriber {
  readonly url: string;
  readonly received: readonly Received[];
  /** From now on; at first it answers 200. */
  answer: (call: Received) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export const startSubscriber = async (): Promise<Subscriber> => {
  const received: Received[] = [];
  const server = createServer(async (message, response) => {
    const url = new URL(message.url ?? "/", "http://any");
    const { method = "", headers } = message;
    const call = { method, url, headers, body: await text(message) };
    received.push(call);
    const answer = await subscriber.answer(call);
    if (!answer) return void message.socket.destroy();
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const subscriber: Subscriber = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: () => ({ status: 200 }),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return subscriber;
};
