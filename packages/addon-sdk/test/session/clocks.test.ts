/** What users of other libraries report about lives, timers and clocks (tokens-and-bff.md, section 3, F6 to F9). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastUseAge, renewalAge } from "../../src/session/renewal-plan.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { createRig, type Rig } from "../support/session-rig.ts";

const HOUR = 3_600_000;

const statusOf = async (rig: Rig) => (await rig.clock.run(rig.call())).status;

describe("lives, timers and clocks", BACKSTOP, () => {
  const lives = fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 601, max: 86_400 }));
  const randoms = fc.double({ min: 0, max: 0.999, noNaN: true });
  it("F6: no life of a token, however short, makes it renew more than twice per life", async () => {
    await fc.assert(
      fc.asyncProperty(lives, randoms, async (lifeSeconds, random) => {
        const rig = createRig({ lifeSeconds, random: () => random });
        await rig.begin();
        const periods = 4;
        await rig.clock.advance(periods * lifeSeconds * 1_000);
        expect(rig.tokens.counts.renewals).toBeLessThanOrEqual(2 * periods);
        expect(await statusOf(rig)).toBe(200);
        rig.end("closed");
      }),
      {
        numRuns: 10,
        examples: [
          [1, 0],
          [5, 0.5],
          [300, 0],
        ],
      },
    );
  });

  it("a token whose life nobody tells is used until Privage refuses it, and then renewed once", async () => {
    const rig = createRig({ lifeSeconds: Infinity });
    await rig.begin();
    await rig.clock.advance(8 * HOUR);
    expect(await statusOf(rig)).toBe(200);
    expect(rig.tokens.counts).toMatchObject({ exchanges: 1, renewals: 0 });
    rig.tokens.revokeAccess();
    expect(await statusOf(rig)).toBe(200);
    expect(rig.tokens.counts).toMatchObject({ exchanges: 1, renewals: 1 });
    rig.end("closed");
  });

  it("F6: renewal is planned between half of a life and its last use, for lives up to 90 days", () => {
    const roundTrips = fc.integer({ min: 0, max: 600_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 90 * 86_400 }),
        roundTrips,
        randoms,
        (seconds, roundTripMs, random) => {
          const life = seconds * 1_000;
          const age = renewalAge(life, roundTripMs, random);
          expect(age).toBeGreaterThanOrEqual(life / 2);
          expect(age).toBeLessThanOrEqual(Math.min(life * 0.8, lastUseAge(life)));
        },
      ),
    );
  });

  it("F7: lives of 25 to 365 days, longer than a browser's timer can wait, cause no renewal at once", async () => {
    for (const days of [25, 100, 365]) {
      const rig = createRig({ lifeSeconds: days * 86_400 });
      await rig.begin();
      await rig.clock.advance(HOUR);
      expect(rig.tokens.counts.renewals).toBe(0);
      rig.end("closed");
    }
  });

  it("F8: after a sleep of 8 h the first call carries a fresh token, whichever clock stood still", async () => {
    const asleep = createRig();
    await asleep.begin();
    asleep.sleepMachine(8 * HOUR);
    expect(await statusOf(asleep)).toBe(200);
    expect(asleep.tokens.counts.renewals).toBe(1);
    expect(asleep.count("/v2/connect/thing")).toBe(1);

    const ticking = createRig();
    await ticking.begin();
    ticking.page.setVisible(false);
    const wall = ticking.clock.now();
    await ticking.clock.advance(8 * HOUR);
    ticking.clock.setWall(wall);
    expect(await statusOf(ticking)).toBe(200);
    expect(ticking.count("/v2/connect/thing")).toBe(1);
  });

  it("F9: a server's clock 10 minutes, an hour or a day off changes nothing; a jump of ours costs at most one renewal", async () => {
    const renewals = async (skewMs: number, jumpMs = 0) => {
      const rig = createRig({ skewMs });
      await rig.begin();
      await rig.clock.advance(HOUR);
      rig.clock.setWall(rig.clock.now() + jumpMs);
      await rig.clock.advance(HOUR);
      expect(await statusOf(rig)).toBe(200);
      expect(rig.count("/v2/connect/thing")).toBe(1);
      return rig.tokens.counts.renewals;
    };
    const right = await renewals(0);
    expect(right).toBeGreaterThan(7);
    for (const skew of [-24, -1, -1 / 6, 1 / 6, 1, 24]) expect(await renewals(skew * HOUR)).toBe(right);
    for (const jump of [-24, -1]) expect(await renewals(0, jump * HOUR)).toBe(right);
    for (const jump of [1, 24]) expect(await renewals(0, jump * HOUR)).toBeLessThanOrEqual(right + 1);
  });
});
