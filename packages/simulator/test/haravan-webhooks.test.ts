import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "./support/http.ts";

let simulators: RunningSimulators;
let subscriber: string;
let answer: (message: IncomingMessage, response: ServerResponse) => void | Promise<void>;
const server = createServer((message, response) => void answer(message, response));
const { shop, clientSecret } = DEMO_CREDENTIALS.CAFE01.haravan;

beforeAll(async () => {
  simulators = await startSimulators();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  subscriber = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await simulators.close();
});

const order = (json: object) =>
  send(`${simulators.haravan.url}/_sim/webhooks`, { json: { shop, url: subscriber, ...json } });

test("a delivery is signed over the raw body, and says in its headers what it is about", async () => {
  let seen: { headers: IncomingMessage["headers"]; body: string } | undefined;
  answer = async (message, response) => {
    seen = { headers: message.headers, body: await text(message) };
    response.end();
  };
  expect((await order({ topic: "orders/create", test: true })).json).toEqual({
    delivered: true,
    status: 200,
  });
  const signature = createHmac("sha256", clientSecret)
    .update(seen?.body ?? "")
    .digest("base64");
  expect(seen?.headers).toMatchObject({
    "x-haravan-hmacsha256": signature,
    "x-haravan-topic": "orders/create",
    "x-haravan-org-id": "200000244883",
    "x-haravan-test": "True",
  });
  const resource = JSON.parse(seen?.body ?? "");
  expect(resource).toHaveProperty("total_price");
  expect(seen?.headers["x-haravan-order-id"]).toBe(String(resource.id));
});

test("a redirect counts as failure and is not followed; so does no answer at all", async () => {
  let calls = 0;
  answer = (_, response) => {
    calls += 1;
    response.writeHead(302, { location: subscriber }).end();
  };
  expect((await order({ topic: "shop/update" })).json).toEqual({ delivered: false, status: 302 });
  expect(calls).toBe(1);
  answer = (message) => void message.destroy();
  expect((await order({ topic: "shop/update" })).json).toEqual({ delivered: false, status: null });
});

test("a callback address is verified by echoing the challenge for the right token", async () => {
  answer = (message, response) => {
    const query = new URL(message.url ?? "", "http://any").searchParams;
    const isMine = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === "right";
    response.writeHead(isMine ? 200 : 401).end(isMine ? query.get("hub.challenge") : "");
  };
  expect((await order({ verify_token: "right" })).json).toEqual({ verified: true, status: 200 });
  expect((await order({ verify_token: "wrong" })).json).toEqual({ verified: false, status: 401 });
});

test("nothing is ever sent beyond this machine", async () => {
  for (const url of ["https://desk.example/hook", "http://127.0.0.1.example/", "file:///etc/passwd", "x"]) {
    expect((await order({ url, topic: "shop/update" })).status).toBe(400);
  }
});
