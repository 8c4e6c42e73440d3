/** What is told about a call in the end, however it ended. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Agent, request } from "undici";
import { describe, expect, it } from "vitest";
import { forwardRigPerTest } from "../support/forward-rig.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = forwardRigPerTest();

const told = () =>
  rig.bff
    .logs()
    .split("\n")
    .filter((line) => line.includes('"event":"request"'))
    .map((line) => {
      const { route, status, code } = JSON.parse(line) as { route: string; status: number; code?: string };
      return { route, status, code };
    });
const counted = async (route: string, status: number): Promise<boolean> =>
  (await (await fetch(`${rig.bff.url}/metrics`)).text()).includes(
    `privage_bff_requests_total{route="${route}",status="${status}"} 1`,
  );

describe("in the end", () => {
  it("a served call is told once, with its status and nothing to explain", async () => {
    await (await rig.call("/partner/sales")).text();
    await expect.poll(told, { timeout: 15_000 }).toEqual([{ route: "/partner/sales", status: 200 }]);
    expect(await counted("partner", 200)).toBe(true);
  });

  it("a call that its caller gave up before the answer is told as such, with nginx's status for it", async () => {
    const held: (() => void)[] = [];
    rig.platforms.override = ({ path }) =>
      path.endsWith("/sales") ? new Promise((resolve) => held.push(() => resolve(false))) : false;
    const gone = new AbortController();
    const call = rig.call("/partner/sales", { signal: gone.signal }).catch((error: unknown) => error);
    await expect.poll(() => held.length, { timeout: 15_000 }).toBe(1);
    gone.abort();
    expect(await call).toBeInstanceOf(DOMException);
    await expect
      .poll(told, { timeout: 15_000 })
      .toEqual([{ route: "/partner/sales", status: 499, code: "ABORTED" }]);
    expect(await counted("partner", 499)).toBe(true);
    for (const release of held) release();
  });

  it.each([
    ["/haravan/token-exchange", "haravan", 415, "INVALID_ARGUMENT"],
    ["/webhooks/haravan", "/webhooks/haravan", 413, "INVALID_ARGUMENT"],
    ["/partner/nothing", "partner", 404, "ROUTE_NOT_ALLOWED"],
    ["/nothing", "other", 404, "ROUTE_NOT_ALLOWED"],
  ])(
    "what is refused at %s, before anybody looks at it too, counts for %s and says why",
    async (path, family, status, code) => {
      const headers = { "content-type": "text/xml" };
      const body = "x".repeat(2_000_000);
      const answer = await rig.call(path, { method: "POST", headers, body: status === 413 ? body : "x" });
      expect(answer.status).toBe(status);
      await expect.poll(told, { timeout: 15_000 }).toEqual([{ route: family, status, code }]);
      expect(await counted(family, status)).toBe(true);
    },
  );

  it("a write that is under way when the time to drain is over is answered: without an answer, Chromium sends it again by itself", async () => {
    let arrived = (): void => {};
    const sent = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const url = await rig.startRaw((socket) => socket.once("data", arrived)); // And says nothing.
    const bff = await rig.startBffFor(url, { DRAIN_MS: "0", UPSTREAM_TIMEOUT_MS: "60000" });
    const write = { method: "POST", headers: AUTHORIZED, body: "{}" };
    const answer = fetch(`${bff.url}/privage/v2/connect/add/points`, write);
    await sent;
    await bff.close();
    expect(await (await answer).json()).toMatchObject({ code: "OUTCOME_UNKNOWN", retryable: false });
  });

  it("a write whose turn comes when the time to drain is over is not begun: nobody would hear of its end", async () => {
    const requests: unknown[] = [];
    const url = await rig.startRaw((socket) => socket.on("data", (bytes) => requests.push(bytes))); // And says nothing.
    const bff = await rig.startBffFor(url, { DRAIN_MS: "0", UPSTREAM_TIMEOUT_MS: "1000" });
    const late = connect(Number(new URL(bff.url).port), "127.0.0.1");
    const head = `POST /privage/v2/connect/add/points HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZED.authorization}`;
    await new Promise<void>((resolve) =>
      late.write(`${head}\r\ncontent-length: 2\r\n\r\n{`, () => resolve()),
    );
    const write = { method: "POST", headers: AUTHORIZED, body: "{}" };
    const answer = fetch(`${bff.url}/privage/v2/connect/add/points`, write);
    await expect.poll(() => requests.length, { timeout: 15_000 }).toBe(1);
    const closed = bff.close();
    await (await answer).text();
    late.write("}");
    expect(await text(late)).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"UPSTREAM_UNAVAILABLE","retryable":true/);
    expect(requests).toHaveLength(1);
    await closed;
  });

  it("an answer that the platform cut off is told as the platform's failure", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(200, { "content-type": "application/json", "content-length": 1_000 });
      response.write("half of it", () => response.destroy());
      return true;
    };
    const agent = new Agent();
    const answer = await request(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED, dispatcher: agent });
    await expect(answer.body.text()).rejects.toThrow();
    await agent.destroy();
    await expect
      .poll(told, { timeout: 15_000 })
      .toEqual([{ route: "/partner/sales", status: 200, code: "UPSTREAM_UNAVAILABLE" }]);
  });

  it.each(["/partner/sales", "/connections"])(
    "what broke on our side at %s is found by the trace id that the answer says",
    async (path) => {
      await rig.bff.vault.database.db.schema.dropTable("token").execute();
      const problem = (await (await rig.call(path)).json()) as { code: string; trace_id: string };
      expect(problem.code).toBe("INTERNAL");
      const lines = rig.bff
        .logs()
        .split("\n")
        .filter((line) => line.includes('"event":"broken"'));
      expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
        trace: problem.trace_id,
        error: { name: expect.any(String) },
      });
    },
  );
});
