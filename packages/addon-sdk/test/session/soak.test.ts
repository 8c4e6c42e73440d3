import { describe, expect, it } from "vitest";
import { BACKSTOP } from "../support/backstop.ts";
import { createRig } from "../support/session-rig.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("eight hours of work", BACKSTOP, () => {
  it("rule 6: serves every call that could be served, with at most one renewal per expiry", async () => {
    const rig = createRig({ lifeSeconds: 3_600 });
    await rig.begin();
    let offline = false;
    rig.onCall((_path, work) => {
      if (offline) throw new TypeError("Failed to fetch");
      return work();
    });
    let calls = 0;
    const failed: string[] = [];
    const use = async (minutes: number, everyMs = 20_000) => {
      for (let passed = 0; passed < minutes * MINUTE; passed += everyMs) {
        await rig.clock.advance(everyMs);
        calls++;
        const response = await rig.clock.run(rig.call()).catch((error: Error) => error);
        if (!(response instanceof Response && response.status === 200)) failed.push(`${passed}: ${response}`);
      }
    };
    const spell = async (ms: number) => {
      offline = true;
      rig.page.setOnline(false);
      await rig.clock.advance(ms);
      offline = false;
      rig.page.setOnline(true);
    };

    await use(75);
    // Offline in the very minute in which the token would be renewed.
    await rig.clock.advance(20 * MINUTE);
    await spell(25 * MINUTE);
    await use(30);
    // The tab is hidden for half an hour; its timers still fire, late.
    rig.page.setVisible(false);
    await rig.clock.advance(70 * MINUTE);
    await use(1);
    rig.page.setVisible(true);
    // The lid is closed for three hours: no timer, no monotonic clock.
    rig.sleepMachine(3 * HOUR);
    rig.page.wake();
    await use(20);
    await spell(2 * MINUTE);
    await use(60);

    expect(failed).toEqual([]);
    expect(calls).toBeGreaterThan(500);
    expect(rig.clock.monotonic() + 3 * HOUR).toBeGreaterThan(8 * HOUR);
    const { mints, renewals, reuses } = rig.tokens.counts;
    expect(reuses).toBe(0);
    expect(renewals + mints - 1).toBeLessThanOrEqual(8);
    expect(rig.clock.pending).toBeLessThan(100);
  });
});
