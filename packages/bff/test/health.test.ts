/** What the operator's tools ask: whether a process lives, whether it may get calls, what it does. */
import { describe, expect, it } from "vitest";
import { AUTHORIZED, rigPerTest } from "./support/rig.ts";

const rig = rigPerTest({});
const get = async (path: string) => {
  const answer = await fetch(`${rig.bff.url}${path}`);
  return { status: answer.status, text: await answer.text() };
};

describe("health", () => {
  it("a process whose vault does not answer lives, but is not ready; a platform that is down is no reason", async () => {
    rig.platforms.override = (_request, response) => {
      response.destroy();
      return true;
    };
    expect([(await get("/healthz")).status, (await get("/readyz")).status]).toEqual([200, 200]);
    const { ping } = rig.bff.vault;
    Object.assign(rig.bff.vault, { ping: () => Promise.reject(new Error("canary: no route to database")) });
    const { status, text } = await get("/readyz");
    expect([status, JSON.parse(text)]).toMatchObject([
      503,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
    expect(text).not.toContain("canary");
    expect((await get("/healthz")).status).toBe(200);
    Object.assign(rig.bff.vault, { ping });
    expect((await get("/readyz")).status).toBe(200);
  });

  it("answers HEAD as it does GET, without the text: some monitors ask no other way (RFC 9110 section 9.1)", async () => {
    for (const path of ["/healthz", "/readyz", "/metrics", "/connections"]) {
      const { status } = await get(path);
      const head = await fetch(`${rig.bff.url}${path}`, { method: "HEAD" });
      expect([path, head.status, await head.text()]).toEqual([path, status, ""]);
    }
  });

  it("metrics count answers by route and status, token requests by outcome, and held-back platforms", async () => {
    await fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED });
    await fetch(`${rig.bff.url}/partner/sales`);
    await expect
      .poll(async () => (await get("/metrics")).text, { timeout: 15_000 })
      .toMatch(/privage_bff_requests_total\{route="partner",status="401"\} 1/);
    const { text } = await get("/metrics");
    for (const line of [
      'privage_bff_requests_total{route="partner",status="200"} 1',
      'privage_bff_token_requests_total{provider="partner",outcome="ok"} 1',
      "privage_bff_open_circuits 0",
      'privage_bff_request_seconds_count{route="partner"} 2',
    ]) {
      expect(text).toContain(line);
    }
  });

  it("metrics tell of the process too, with no observer of collections, whose entries would outlive each of them", async () => {
    const { text } = await get("/metrics");
    for (const name of [
      "process_cpu_seconds_total",
      "process_resident_memory_bytes",
      "nodejs_eventloop_lag_p99_seconds",
      "nodejs_heap_space_size_used_bytes",
    ]) {
      expect(text).toMatch(new RegExp(`^privage_bff_${name}`, "m"));
    }
    expect(text).not.toContain("gc_duration");
  });
});
