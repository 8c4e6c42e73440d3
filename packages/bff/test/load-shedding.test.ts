/** A process with more to do than it can turns calls away at once, and still says that it lives. */
import { afterEach, describe, expect, it } from "vitest";
import { AUTHORIZED, rigPerTest } from "./support/rig.ts";

const rig = rigPerTest({ MAX_EVENT_LOOP_DELAY_MS: "250" });

let pressure: NodeJS.Timeout | undefined;
afterEach(() => clearInterval(pressure));

/** Holds the event loop up for 600 ms at a time, until {@link relieve}. */
const press = (): void => {
  pressure = setInterval(() => {
    const until = performance.now() + 600;
    while (performance.now() < until);
  }, 1);
};
const relieve = (): void => clearInterval(pressure);
const isPressed = (): boolean => rig.bff.app.isUnderPressure();

const TIMEOUT = { timeout: 30_000, interval: 10 };

describe("a server under pressure", () => {
  it("turns calls away with a problem and a time to come back, sends nothing on, and recovers by itself", async () => {
    const { app } = rig.bff;
    const get = (url: string) => app.inject({ url, headers: AUTHORIZED });
    press();
    await expect.poll(isPressed, TIMEOUT).toBe(true);
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
  }, 90_000);
});
