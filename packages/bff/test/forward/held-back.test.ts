/** A platform that fails and fails: callers are told at once, and it is left alone for a while. */
import { describe, expect, it } from "vitest";
import { startBff } from "../support/bff.ts";
import { partnerConnection } from "../support/platforms.ts";
import { AUTHORIZED, rigPerTest } from "../support/rig.ts";
import { createTestClock } from "../support/virtual.ts";

const rig = rigPerTest({});

describe("a failing platform", () => {
  it("gets no more calls after twenty failures, one after 5 s, and all again when that one succeeds; other platforms go on", async () => {
    const clock = createTestClock();
    const bff = await startBff(rig.platforms.env, { clock });
    rig.closeLater(() => bff.close());
    // A host of its own, so that it fails alone.
    const url = new URL(rig.platforms.url);
    url.hostname = "localhost";
    await bff.vault.connections.put(partnerConnection(url.origin));
    const call = async (path: string) => {
      const answer = await fetch(`${bff.url}${path}`, { headers: AUTHORIZED });
      return { status: answer.status, after: answer.headers.get("retry-after"), json: await answer.json() };
    };
    expect((await call("/partner/sales")).status).toBe(200);
    let isFailing = true;
    rig.platforms.override = ({ path }, response) => {
      if (!isFailing || !path.endsWith("/sales")) return false;
      response.writeHead(503, { "content-type": "application/json" });
      response.end("{}");
      return true;
    };
    for (let count = 0; count < 30; count += 1) await call("/partner/sales");
    const asked = rig.platforms.count("/sales");
    const held = await call("/partner/sales");
    expect([held.status, Number(held.after) > 0, held.json]).toMatchObject([
      503,
      true,
      { code: "UPSTREAM_UNAVAILABLE", retryable: true },
    ]);
    expect(rig.platforms.count("/sales")).toBe(asked);
    expect(asked).toBeLessThan(30);
    expect((await call("/privage/v2/connect/campaigns")).status).toBe(200);

    await clock.advance(5_001);
    await call("/partner/sales");
    await call("/partner/sales");
    expect(rig.platforms.count("/sales")).toBe(asked + 1);
    await clock.advance(5_001);
    isFailing = false;
    expect([(await call("/partner/sales")).status, (await call("/partner/sales")).status]).toEqual([
      200, 200,
    ]);
    expect(await (await fetch(`${bff.url}/metrics`)).text()).toContain("privage_bff_open_circuits 0");
  });
});
