/** Platforms that hang up, break off or never answer. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { createCircuit } from "../../src/forward/circuit.ts";
import { createRetryBudget } from "../../src/forward/retry-budget.ts";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { createTestClock } from "../support/virtual.ts";

const rig = forwardRigPerTest();
const { startRaw, startBffFor } = rig;

const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

describe("broken connections", () => {
  it("F27: a reading call whose kept-alive connection was closed is sent once more", async () => {
    const url = await startRaw((socket, count) => {
      let requests = 0;
      socket.on("data", () => {
        requests += 1;
        if (count === 1 && requests === 2) socket.destroy();
        else socket.write(OK);
      });
    });
    const other = await startBffFor(url);
    const get = () =>
      fetch(`${other.url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED }).then(
        ({ status }) => status,
      );
    expect([await get(), await get()]).toEqual([200, 200]);
  });

  it("F27: a writing call whose answer was lost is never sent again, and says that its outcome is unknown", async () => {
    let requests = 0;
    const url = await startRaw((socket) => {
      socket.on("data", () => {
        requests += 1;
        socket.destroy();
      });
    });
    const other = await startBffFor(url);
    const answer = await fetch(`${other.url}/privage/v2/connect/burn/points`, {
      method: "POST",
      body: "{}",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
    });
    expect([answer.status, await answer.json(), requests]).toMatchObject([
      502,
      { code: "OUTCOME_UNKNOWN", retryable: false },
      1,
    ]);
  });

  it.each(["breaks the connection", "falls silent"])(
    "a writing call whose platform %s after the head of its answer is answered: on nothing at all, browsers send it again",
    async (how) => {
      const url = await startRaw((socket) => {
        socket.on("data", () => {
          socket.write("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n");
          if (how !== "falls silent") setImmediate(() => socket.destroy());
        });
      });
      const other = await startBffFor(url);
      const answer = await fetch(`${other.url}/privage/v2/connect/burn/points`, {
        method: "POST",
        body: "{}",
        headers: { ...AUTHORIZED, "content-type": "application/json" },
      });
      expect([answer.status, await answer.json()]).toMatchObject([502, { code: "OUTCOME_UNKNOWN" }]);
    },
  );

  it("a writing call that could not be sent says so, and may be repeated", async () => {
    const other = await startBffFor("http://127.0.0.1:1");
    const answer = await fetch(`${other.url}/privage/v2/connect/burn/points`, {
      method: "POST",
      body: "{}",
      headers: AUTHORIZED,
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
  });

  it("an answer that breaks off in the middle is cut off for the caller too, never ended as if it were whole", async () => {
    const url = await startRaw((socket) => {
      socket.on("data", () => {
        socket.write(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[1,2,\r\n",
        );
        setImmediate(() => socket.destroy());
      });
    });
    const other = await startBffFor(url);
    const read = async () =>
      (await fetch(`${other.url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED })).text();
    await expect(read()).rejects.toThrow();
  });

  it.each([
    ["reset", false],
    ["ended", true],
  ])("an answer without a length whose connection is %s: that it is whole is %s", async (how, isWhole) => {
    const url = await startRaw((socket, _count, wire) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\nconnection: close\r\n\r\n1,2\n");
        // Not before the head is there, and its beginning on its way.
        answered = () => void (how === "reset" ? wire.resetAndDestroy() : socket.end());
      });
    });
    let answered = (): void => {};
    const other = await startBffFor(url);
    const answer = await fetch(`${other.url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    answered();
    const body = await answer.text().catch(() => undefined);
    expect(body).toBe(isWhole ? "1,2\n" : undefined);
  });

  it("a platform that never answers is given up in time", async () => {
    const other = await startBffFor(await startRaw(() => {}));
    const answer = await fetch(`${other.url}/privage/v2/connect/campaigns`, { headers: AUTHORIZED });
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: "UPSTREAM_UNAVAILABLE" }]);
  });

  it("a failing platform is left alone after a while, and tried again later", async () => {
    const clock = createTestClock();
    const circuit = createCircuit(clock);
    for (let count = 0; count < 20; count += 1) {
      expect(circuit.waitMs()).toBe(0);
      circuit.record(count % 2 === 0 ? "answered" : "failed");
    }
    expect([circuit.isOpen, circuit.waitMs() > 0]).toEqual([true, true]);
    await clock.advance(5_001);
    expect([circuit.waitMs(), circuit.waitMs()]).toEqual([0, 1_000]); // one tries, the others wait
    circuit.record("answered");
    expect([circuit.isOpen, circuit.waitMs()]).toEqual([false, 0]);
  });

  it("a platform that answers again is not held back for the failures before", () => {
    const circuit = createCircuit(createTestClock());
    for (let count = 0; count < 19; count += 1) circuit.record("failed");
    for (let count = 0; count < 19; count += 1) circuit.record("answered");
    expect(circuit.isOpen).toBe(false);
    circuit.record("failed");
    expect(circuit.isOpen).toBe(true);
  });

  it("a call that tries a failing platform and does not come to an end keeps nobody else from trying", async () => {
    const clock = createTestClock();
    const circuit = createCircuit(clock);
    for (let count = 0; count < 20; count += 1) circuit.record("failed");
    await clock.advance(5_001);
    expect([circuit.waitMs(), circuit.waitMs()]).toEqual([0, 1_000]);
    await clock.advance(5_001);
    expect([circuit.waitMs(), circuit.waitMs()]).toEqual([0, 1_000]);
    circuit.record("answered"); // whichever of the two
    expect([circuit.isOpen, circuit.waitMs()]).toEqual([false, 0]);
  });

  it("a call that ended for another reason, as its caller left, neither holds a platform back nor has it tried again", async () => {
    const clock = createTestClock();
    const circuit = createCircuit(clock);
    for (let count = 0; count < 40; count += 1) circuit.record("unknown");
    expect(circuit.isOpen).toBe(false);
    for (let count = 0; count < 20; count += 1) circuit.record("failed");
    circuit.record("answered"); // It was sent before, or is no call: a token may be had where nothing else is.
    await clock.advance(5_001);
    expect([circuit.isOpen, circuit.waitMs()]).toEqual([true, 0]);
    circuit.record("unknown");
    expect([circuit.isOpen, circuit.waitMs()]).toEqual([true, 0]); // still open: the next one tries
  });

  it("a caller of HTTP/1.0 does not take for whole what the platform broke off", async () => {
    const url = await startRaw((socket) => {
      socket.once("data", () => {
        socket.write(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[1,2,\r\n",
        );
        setImmediate(() => socket.destroy());
      });
    });
    const { hostname, port } = new URL((await startBffFor(url)).url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET /privage/v2/connect/campaigns HTTP/1.0\r\nauthorization: ${AUTHORIZED.authorization}\r\n\r\n`,
    );
    await expect(text(socket)).rejects.toThrow("ECONNRESET");
  });

  it("a reading call whose refusal broke off in the middle gets the answer of the second try", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales") || rig.platforms.count("/sales") > 1) return false;
      response.writeHead(401, { "content-length": "100" });
      response.write("{", () => response.destroy());
      return true;
    };
    const answer = await rig.call("/partner/sales");
    expect([answer.status, await answer.json()]).toMatchObject([200, { token: "partner-1" }]);
    expect([rig.platforms.count("/sales"), rig.platforms.count("/oauth/token")]).toEqual([2, 1]);
  });

  it("repeats are a tenth of the calls at most", () => {
    const budget = createRetryBudget();
    let repeats = 0;
    for (let count = 0; count < 1_000; count += 1) {
      budget.earn();
      if (budget.take()) repeats += 1;
    }
    expect(repeats).toBeLessThanOrEqual(110);
  });
});
