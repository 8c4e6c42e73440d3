/** What users of other libraries report (tokens-and-bff.md, section 3, F1 to F16; F3 to F5 and F10 are in outages.test.ts, F6 to F9 in clocks.test.ts), each as a test that this session passes. */
import { describe, expect, it } from "vitest";
import { answer, createRig, mintFails, type Rig, statusOf } from "../support/session-rig.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("failures that users of other libraries report", () => {
  it("F1: 50 callers, the timer and a 401 in the same turn spend the refresh token once", async () => {
    const rig = createRig();
    await rig.begin();
    // Renewal is due, but a hidden page leaves it to its first use; the token would still do, had it not been revoked.
    rig.page.setVisible(false);
    await rig.clock.advance(14 * MINUTE);
    rig.tokens.revokeAccess();
    const calls = Array.from({ length: 50 }, () => rig.call());
    rig.page.setVisible(true);
    for (const { status } of await rig.clock.run(Promise.all(calls))) expect(status).toBe(200);
    expect(rig.tokens.counts).toEqual({ mints: 1, exchanges: 1, renewals: 1, reuses: 0 });
    expect(rig.refreshTokensSent).toHaveLength(1);
  });

  it("F2: a 401 that comes late, for a token replaced meanwhile, causes no second renewal", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    rig.onCall(async (path, work) => {
      const response = work();
      if (path.endsWith("/slow") && response.status === 401) await held;
      return response;
    });
    const slow = rig.call("/slow");
    expect(await statusOf(rig, "/fast")).toBe(200);
    release();
    expect((await rig.clock.run(slow)).status).toBe(200);
    expect(rig.tokens.counts.renewals).toBe(1);
  });

  it("F11: asking for a token inside every listener neither deadlocks nor renews again", async () => {
    const rig = createRig();
    const inside: Promise<unknown>[] = [];
    rig.session.subscribe(({ status }) => {
      if (status !== "ended") inside.push(rig.session.getAccessToken());
    });
    await rig.begin();
    rig.tokens.revokeAccess();
    expect(await statusOf(rig)).toBe(200);
    await rig.clock.run(Promise.all(inside));
    expect(rig.tokens.counts).toMatchObject({ exchanges: 1, renewals: 1 });
  });

  it("F14: an exchange token that came too late is replaced once, unseen; a second refusal is told", async () => {
    for (const [ageMs, mints] of [
      [59_500, 1],
      [61_000, 2],
    ] as const) {
      let isFirst = true;
      const rig: Rig = createRig({
        askHost: async (_reason, mint) => {
          const token = mint();
          if (isFirst) await rig.clock.sleepMachine(0);
          if (isFirst) rig.sleepMachine(ageMs);
          isFirst = false;
          return token;
        },
      });
      await rig.begin();
      expect(await statusOf(rig)).toBe(200);
      expect(rig.tokens.counts.mints).toBe(mints);
    }
    // The server that takes the token is 3 s behind the one that made it: not valid yet.
    const early = createRig();
    let isEarly = true;
    early.onCall((path, work) => {
      if (!path.endsWith("/access-token") || !isEarly) return work();
      isEarly = false;
      return answer(401, { message: "Token used before issued" });
    });
    await early.begin();
    expect(await statusOf(early)).toBe(200);
    expect(early.tokens.counts.mints).toBe(2);

    const refused = createRig({ askHost: () => Promise.resolve("never-minted") });
    await refused.begin();
    expect(await statusOf(refused)).toBe("TOKEN_SPENT");
    expect(refused.tokens.counts.exchanges).toBeLessThanOrEqual(3);
  });

  it("F15: two renewals in a row whose answers omit the refresh token keep the old one", async () => {
    const rig = createRig({ rotate: false });
    await rig.begin();
    for (let round = 0; round < 2; round++) {
      await rig.clock.advance(15 * MINUTE);
      expect(await statusOf(rig)).toBe(200);
    }
    expect(rig.tokens.counts.renewals).toBeGreaterThanOrEqual(2);
    expect(rig.tokens.counts.mints).toBe(1);
  });

  it("F16: who subscribes late is told the state at once, and the session renews all the same", async () => {
    const rig = createRig();
    await rig.begin();
    await rig.clock.advance(HOUR);
    const seen: string[] = [];
    rig.session.subscribe(({ status }) => seen.push(status));
    expect(seen).toEqual(["active"]);
    expect(rig.tokens.counts.renewals).toBeGreaterThan(3);
  });

  it("rule 8: the host saying that the session is over ends it, and no token is sent after that", async () => {
    const rig = createRig({
      askHost: (_reason, mint) =>
        rig.tokens.counts.mints ? mintFails("SESSION_ENDED") : Promise.resolve(mint()),
    });
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (path.endsWith("/renew-token") ? answer(401) : work()));
    expect(await statusOf(rig)).toBe("SESSION_ENDED");
    const sent = rig.log.length;
    expect(await statusOf(rig)).toBe("SESSION_ENDED");
    expect(rig.log).toHaveLength(sent);
    expect(rig.session.state).toEqual({ status: "ended", reason: "closed" });
  });
});
