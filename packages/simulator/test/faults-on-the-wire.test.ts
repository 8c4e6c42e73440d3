import {
  DEMO_CREDENTIALS,
  type FaultOrder,
  type RunningSimulators,
  startSimulators,
} from "@privage-addons/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, omniPair, partnerToken, send } from "./support/http.ts";
import { parseAnswer, speak } from "./support/raw-socket.ts";

let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

/** On each platform: a write, the request as bytes, and how often it has really happened. */
const PLATFORMS = {
  privage: {
    url: () => simulators.privage.url,
    path: "/v2/connect/add/points",
    token: async () => (await connect(simulators)).access_token,
    body: { card_no: "001", method: 2, points: 1, ref_no: "FAULT-1" },
    happened: async () => {
      const { json } = await send(`${simulators.privage.url}/_sim/ledger`);
      return json.movements.filter(({ ref_no }: { ref_no: string }) => ref_no === "FAULT-1").length as number;
    },
  },
  partner: {
    url: () => simulators.partner.url,
    path: "/api/partner/v1/webhooks",
    token: () => partnerToken(simulators),
    body: { endpoint_url: "https://desk.example/hook", event_types: ["sale.created"] },
    happened: async () => {
      const token = await partnerToken(simulators);
      const { json } = await send(`${simulators.partner.url}/api/partner/v1/webhooks`, { token });
      return json.data.length as number;
    },
  },
  haravan: {
    url: () => simulators.haravan.url,
    path: "/com/products.json",
    token: async () => (await omniPair(simulators)).access_token,
    body: { product: { title: "FAULT-1" } },
    happened: async () => {
      const { access_token: token } = await omniPair(simulators);
      const { json } = await send(`${simulators.haravan.url}/com/products.json`, { token });
      return json.products.filter(({ title }: { title: string }) => title === "FAULT-1").length as number;
    },
  },
} as const;

for (const [name, platform] of Object.entries(PLATFORMS)) {
  describe(name, () => {
    let request: string;
    beforeEach(async () => {
      await send(`${platform.url()}/_sim/reset`, { method: "POST" });
      const body = JSON.stringify(platform.body);
      request = [
        `POST ${platform.path} HTTP/1.1`,
        `Host: ${new URL(platform.url()).host}`,
        `Authorization: Bearer ${await platform.token()}`,
        "Content-Type: application/json",
        `Content-Length: ${Buffer.byteLength(body)}`,
        "Connection: close",
        "",
        body,
      ].join("\r\n");
    });
    const arm = async (order: FaultOrder) => {
      const match = { method: "POST", path: platform.path };
      const armed = await send(`${platform.url()}/_sim/faults`, { json: { match, times: 1, ...order } });
      expect(armed.status).toBe(201);
    };
    const ask = (patienceMs?: number) => speak(platform.url(), request, patienceMs);

    test("without a fault the answer is whole, and the work is done once", async () => {
      const seen = parseAnswer((await ask()).text);
      expect(seen.status).toBe(201);
      expect(seen.bytes).toBe(seen.promised);
      expect(await platform.happened()).toBe(1);
    });

    test("`status` answers with the code and body it was given, and does no work", async () => {
      await arm({ fault: "status", status: 418, body: { any: "body" }, headers: { "x-odd": "1" } });
      const seen = parseAnswer((await ask()).text);
      expect(seen.status).toBe(418);
      expect(seen.head.toLowerCase()).toContain("x-odd: 1");
      expect(seen.body).toBe('{"any":"body"}');
      expect(await platform.happened()).toBe(0);
    });

    test("`status` without a body speaks as the platform does", async () => {
      await arm({ fault: "status", status: 401 });
      const seen = parseAnswer((await ask()).text);
      expect(seen.status).toBe(401);
      expect(seen.body).toMatch(/Unauthorized|invalid_token/);
    });

    test("`delay` answers late and whole", async () => {
      await arm({ fault: "delay", delayMs: 300 });
      const seen = await ask();
      expect(parseAnswer(seen.text).status).toBe(201);
      expect(seen.ms).toBeGreaterThanOrEqual(295);
      expect(await platform.happened()).toBe(1);
    });

    test("`hang` sends nothing, does nothing, and keeps the connection open", async () => {
      await arm({ fault: "hang" });
      const seen = await ask(300);
      expect(seen).toMatchObject({ text: "", end: "timeout" });
      expect(await platform.happened()).toBe(0);
    });

    test("`reset` resets the connection before the work, with no byte sent", async () => {
      await arm({ fault: "reset" });
      const seen = await ask();
      expect(seen).toMatchObject({ text: "", end: "reset" });
      expect(await platform.happened()).toBe(0);
    });

    test("`commit-then-reset` does the work, then resets with no byte sent", async () => {
      await arm({ fault: "commit-then-reset" });
      const seen = await ask();
      expect(seen).toMatchObject({ text: "", end: "reset" });
      expect(await platform.happened()).toBe(1);
    });

    test("`slow-body` sends the head at once and the whole body in pieces", async () => {
      await arm({ fault: "slow-body", delayMs: 15 });
      const seen = await ask();
      const answer = parseAnswer(seen.text);
      expect(answer.status).toBe(201);
      expect(answer.bytes).toBe(answer.promised);
      expect(seen.reads).toBeGreaterThan(5);
      expect(JSON.parse(answer.body)).toBeTypeOf("object");
    });

    test("`truncate` promises the whole body, sends half, and closes", async () => {
      await arm({ fault: "truncate" });
      const seen = await ask();
      const answer = parseAnswer(seen.text);
      expect(answer.status).toBe(201);
      expect(answer.bytes).toBe(Math.floor(answer.promised / 2));
      expect(seen.end).toBe("fin");
      expect(await platform.happened()).toBe(1);
    });

    test("`malformed` sends a complete answer whose JSON cannot be parsed", async () => {
      await arm({ fault: "malformed" });
      const answer = parseAnswer((await ask()).text);
      expect(answer.status).toBe(201);
      expect(answer.head.toLowerCase()).toContain("content-type: application/json");
      expect(answer.bytes).toBe(answer.promised);
      expect(() => JSON.parse(answer.body)).toThrow(SyntaxError);
    });
  });
}

describe("which calls a fault strikes", () => {
  const { privage } = DEMO_CREDENTIALS.CAFE01;
  const login = () =>
    send(`${simulators.privage.url}/v1/auth-connect/token`, {
      json: { api_key: privage.apiKey, api_secret: privage.apiSecret },
    });
  const faults = (json?: unknown, method?: string) =>
    send(`${simulators.privage.url}/_sim/faults`, { json, method });
  beforeEach(() => send(`${simulators.privage.url}/_sim/reset`, { method: "POST" }));

  test("`times` counts strikes; then the fault is gone", async () => {
    await faults({ fault: "status", status: 500, times: 2 });
    expect([(await login()).status, (await login()).status, (await login()).status]).toEqual([500, 500, 201]);
    expect((await faults()).json.faults).toEqual([]);
  });

  test("another method or path is left alone, and a contract template matches every path under it", async () => {
    await faults({ match: { method: "GET" }, fault: "status", status: 500 });
    await faults({ match: { path: "/v2/connect/transactions/{id}" }, fault: "status", status: 502 });
    expect((await login()).status).toBe(201);
    const voided = await send(`${simulators.privage.url}/v2/connect/transactions/17`, { method: "DELETE" });
    expect(voided.status).toBe(502);
    expect(voided.headers.get("content-type")).toMatch(/^text\/html/);
  });

  test("`rate` strikes its share, and the same calls again after a reset", async () => {
    const run = async () => {
      await send(`${simulators.privage.url}/_sim/reset`, { method: "POST" });
      await faults({ fault: "status", status: 500, rate: 0.3 });
      const statuses: number[] = [];
      for (let call = 0; call < 200; call += 1) statuses.push((await login()).status);
      return statuses;
    };
    const first = await run();
    const struck = first.filter((status) => status === 500).length;
    expect(struck).toBeGreaterThan(35);
    expect(struck).toBeLessThan(85);
    expect(await run()).toEqual(first);
  });

  test("an order that cannot be understood is refused with a reason", async () => {
    for (const order of [
      {},
      { fault: "explode" },
      { fault: "reset", times: 0 },
      { fault: "reset", oops: 1 },
      [],
    ]) {
      const answer = await faults(order);
      expect(answer.status).toBe(400);
      expect(answer.json.error).toBeTypeOf("string");
    }
  });

  test("DELETE disarms, one or all", async () => {
    const { id } = (await faults({ fault: "hang" })).json;
    await faults({ fault: "reset" });
    expect((await send(`${simulators.privage.url}/_sim/faults?id=${id}`, { method: "DELETE" })).json).toEqual(
      { cleared: 1 },
    );
    expect((await faults(undefined, "DELETE")).json).toEqual({ cleared: 1 });
    expect((await login()).status).toBe(201);
  });
});
