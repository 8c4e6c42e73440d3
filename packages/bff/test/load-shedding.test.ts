/** A process with more to do than it can turns calls away at once, and still says that it lives. */
import { afterEach, describe, expect, it } from "vitest";
import { startBff } from "./support/bff.ts";
import { partnerConnection } from "./support/platforms.ts";
import { AUTHORIZED, rigPerTest } from "./support/rig.ts";

const rig = rigPerTest({});

let pressure: NodeJS.Timeout | undefined;
afterEach(() => clearInterval(pressure));

/** Holds the event loop up for so many ms at a time, until {@link relieve}. */
const press = (ms: number): void => {
  pressure = setInterval(() => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }, 1);
};
const relieve = (): void => clearInterval(pressure);
const TIMEOUT = { timeout: 30_000, interval: 10 };

describe("a server under pressure", () => {
  it("turns calls away with a problem and a time to come back, sends nothing on, and recovers by itself", async () => {
    const bff = await startBff({ ...rig.platforms.env, MAX_EVENT_LOOP_DELAY_MS: "250" });
    rig.closeLater(() => bff.close());
    await bff.vault.connections.put(partnerConnection(rig.platforms.url));
    const get = (url: string) => bff.app.inject({ url, headers: AUTHORIZED });
    press(600);
    await expect.poll(() => bff.app.isUnderPressure(), TIMEOUT).toBe(true);
    const answers = await Promise.all(
      ["/partner/sales", "/privage/v2/connect/campaigns", "/connections", "/webhooks"].map(get),
    );
    const vital = await Promise.all(["/healthz", "/readyz", "/metrics"].map(get));
    for (const { statusCode, headers, body } of answers) {
      expect([statusCode, headers["content-type"], headers["retry-after"]]).toEqual([
        503,
        "application/problem+json",
        "1",
      ]);
      expect(JSON.parse(body)).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true });
    }
    expect(vital.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(rig.platforms.seen).toEqual([]);

    relieve();
    await expect.poll(async () => (await get("/partner/sales")).statusCode, TIMEOUT).toBe(200);
    const { body: metrics } = await get("/metrics");
    for (const family of ["partner", "privage", "/connections", "/webhooks"])
      expect(metrics).toMatch(new RegExp(`requests_total\\{route="${family}",status="503"\\} \\d`));
  }, 90_000);

  it("turns nobody away for stalls that are shorter than it tolerates, though they leave it nothing to measure", async () => {
    const { app } = rig.bff;
    // Longer than a second, which is how often pressure is measured by default; shorter than the 3 s that are tolerated.
    press(1_200);
    for (let count = 0; count < 4; count += 1) {
      expect((await app.inject({ url: "/connections", headers: AUTHORIZED })).statusCode).toBe(200);
    }
  }, 90_000);
});
