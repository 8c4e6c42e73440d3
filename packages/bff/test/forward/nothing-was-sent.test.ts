/** "Nothing was sent": said of a call that no connection took, and of no other. Whoever hears it may send it again. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createRawServer } from "node:net";
import type { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { ask, type Question } from "../../src/forward/ask.ts";
import type { Call } from "../../src/forward/call.ts";
import { createCircuit } from "../../src/forward/circuit.ts";
import { forward } from "../../src/forward/forward.ts";
import { createRetryBudget } from "../../src/forward/retry-budget.ts";
import { createSilenceWatch } from "../../src/forward/silence.ts";
import { createUpstreams, type Upstream, type Upstreams } from "../../src/forward/upstreams.ts";
import { createClock } from "../../src/operations/clock.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();
const clock = createClock();

/** An upstream whose connection takes what it is given and then fails as a route that goes away makes it fail. */
const createUnreachable = (): Upstream => {
  const silence = createSilenceWatch(60_000, 60_000, () => () => {});
  const dispatch: Upstream["pool"]["dispatch"] = (_options, handler) => {
    const controller = {
      aborted: false,
      paused: false,
      reason: null,
      abort: () => {},
      pause: () => {},
      resume: () => {},
    };
    handler.onRequestStart?.(controller, {});
    handler.onResponseError?.(
      controller,
      Object.assign(new Error("read"), { code: "EHOSTUNREACH", syscall: "read" }),
    );
    return true;
  };
  // Of a pool nothing else is used here.
  return {
    origin: "http://platform.example",
    pool: { dispatch } as Upstream["pool"],
    circuit: createCircuit(clock),
    ...{ uploads: 0, mostUploads: 1 },
    silence,
  };
};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  rig.closeLater(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A platform that answers everything, and knows how many connections were made to it. */
const startCounting = async () => {
  let connections = 0;
  // Without TLS: of a connection that is closed as soon as it is there, the server's end of TLS would not hear.
  const platform = createServer((_request, response) => response.end("{}")).on("connection", () => {
    connections += 1;
  });
  return { url: await listen(platform), countConnections: () => connections };
};

const upstreamsTo = (upstream: Upstream): Upstreams => ({
  of: () => upstream,
  countOpen: () => 0,
  giveUpAll: () => {},
  close: async () => {},
});

const realUpstreams = (connections = 1): Upstreams => {
  const upstreams = createUpstreams({
    clock,
    allowInsecure: true,
    connections,
    timeoutMs: 60_000,
    callerTimeoutMs: 60_000,
  });
  rig.closeLater(() => upstreams.close());
  return upstreams;
};

const rejection = async (upstreams: Upstreams, url: string, question: Partial<Question> = {}) => {
  const signal = AbortSignal.timeout(60_000);
  const error = await ask(upstreams, {
    method: "POST",
    url,
    headers: {},
    body: "{}",
    signal,
    ...question,
  }).then(
    () => undefined,
    (reason: AddOnError) => reason,
  );
  return { code: error?.code, wasSent: error?.details?.["wasSent"] };
};

describe("a call of the caller's", () => {
  it("that a connection took, which then lost its way to the host, may have happened", async () => {
    const upstream = createUnreachable();
    const outcome = await new Promise((resolve) => {
      const server = createServer((request, response) => {
        const call: Call = {
          ...{ request, response, traceparent: "", answerHeaders: {}, body: Buffer.from("{}") },
          retryBudget: createRetryBudget(),
          onDone: ({ error }) => {
            response.end();
            resolve(error);
          },
        };
        forward(call, { upstream, method: "POST", path: "/", authorization: undefined });
      });
      rig.closeLater(() => {
        server.closeAllConnections();
        return new Promise((closed) => server.close(closed));
      });
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo;
        fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" }).catch(() => {});
      });
    });
    expect(outcome).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false });
  });

  it("whose caller leaves while a connection is made leaves that to the next", async () => {
    const { url: platform, countConnections } = await startCounting();
    const upstreams = realUpstreams();
    const server = createServer((request, response) => {
      const call: Call = {
        ...{ request, response, traceparent: "", answerHeaders: {}, body: undefined },
        retryBudget: createRetryBudget(),
        onDone: () => {},
      };
      forward(call, { upstream: upstreams.of(platform), method: "GET", path: "/", authorization: undefined });
      if (request.url === "/leaves") request.socket.destroy();
    });
    const url = await listen(server);
    await expect(fetch(`${url}/leaves`)).rejects.toThrow();
    expect(await (await fetch(url)).text()).toBe("{}");
    expect(countConnections()).toBe(1);
  });

  it("that only read, was sent, and found no connection when it was sent again, is not said to be unsent", async () => {
    const platform = createRawServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        platform.close();
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => platform.listen(0, "127.0.0.1", resolve));
    const { url } = await rig.startBffFor(`http://127.0.0.1:${(platform.address() as AddressInfo).port}`);
    const answer = await fetch(`${url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    const problem = (await answer.json()) as { detail: string };
    expect([answer.status, problem]).toMatchObject([503, { code: "UPSTREAM_UNAVAILABLE", retryable: true }]);
    expect(problem.detail).not.toContain("nothing was sent");
  });
});

describe("a question of our own", () => {
  it("that a connection took, which then lost its way to the host, may have been heard", async () => {
    expect(await rejection(upstreamsTo(createUnreachable()), "http://platform.example/token")).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      wasSent: true,
    });
  });

  it("was not sent when the other side breaks off before both agreed on TLS", async () => {
    const url = await rig.startWire((socket) => socket.destroy());
    expect(await rejection(realUpstreams(), url)).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      wasSent: false,
    });
  });

  it("was not sent when the host is an address that may not be called", async () => {
    expect(await rejection(realUpstreams(), "http://169.254.169.254/token")).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      wasSent: false,
    });
  });

  it("stops waiting for a connection when its time is over, is never sent, and costs no connection", async () => {
    const heard: string[] = [];
    let connections = 0;
    let answerFirst = (): void => {};
    const url = await rig.startRaw((socket, count) => {
      connections = count;
      socket.on("data", (chunk) => {
        heard.push(String(chunk).split(" ", 2)[1] ?? "");
        answerFirst = () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        if (heard.length > 1) answerFirst();
      });
    });
    const upstreams = realUpstreams();
    const signal = AbortSignal.timeout(60_000);
    const first = ask(upstreams, { method: "GET", url: `${url}/first`, headers: {}, signal });
    await expect.poll(() => heard).toEqual(["/first"]);
    const late = new AbortController();
    const waiting = rejection(upstreams, `${url}/waiting`, { signal: late.signal });
    late.abort(new Error("Its time is over."));
    expect(await waiting).toEqual({ code: "UPSTREAM_UNAVAILABLE", wasSent: false });
    answerFirst();
    await first;
    await ask(upstreams, { method: "GET", url: `${url}/next`, headers: {}, signal });
    expect(heard).toEqual(["/first", "/next"]);
    expect(connections).toBe(1);
  });

  it("whose time is over while a connection is made leaves it to the next", async () => {
    const { url: platform, countConnections } = await startCounting();
    const upstreams = realUpstreams();
    const late = new AbortController();
    const waiting = rejection(upstreams, platform, { signal: late.signal });
    late.abort(new Error("Its time is over."));
    expect(await waiting).toEqual({ code: "UPSTREAM_UNAVAILABLE", wasSent: false });
    const signal = AbortSignal.timeout(60_000);
    expect(await ask(upstreams, { method: "GET", url: platform, headers: {}, signal })).toMatchObject({
      text: "{}",
    });
    expect(countConnections()).toBe(1);
  });

  it("that waits for a connection in vain tells nothing about the platform, which is not held back for it", async () => {
    const heard: string[] = [];
    const url = await rig.startRaw((socket) => socket.on("data", (chunk) => void heard.push(String(chunk))));
    const upstreams = realUpstreams();
    const first = new AbortController();
    const asked = rejection(upstreams, url, { signal: first.signal });
    await expect.poll(() => heard.length).toBe(1);
    const late = new AbortController();
    const waiting = Array.from({ length: 40 }, () => rejection(upstreams, url, { signal: late.signal }));
    late.abort(new Error("Its time is over."));
    await Promise.all(waiting);
    expect(upstreams.of(url).circuit.isOpen).toBe(false);
    first.abort(new Error("Its time is over."));
    expect((await asked).wasSent).toBe(true);
  });

  it("that comes too late is not sent at all", async () => {
    const signal = AbortSignal.abort(new Error("Too late."));
    expect(await rejection(realUpstreams(), "http://127.0.0.1:1/token", { signal })).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      wasSent: false,
    });
  });
});
