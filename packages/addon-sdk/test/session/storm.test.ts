import { describe, expect, it } from "vitest";
import { BACKSTOP } from "../support/backstop.ts";
import { answer, createRig, lostAfter } from "../support/session-rig.ts";

const CALLS = 1_000;

const storm = async (rig: ReturnType<typeof createRig>) => {
  const results = await rig.clock.run(
    Promise.allSettled(Array.from({ length: CALLS }, (_, index) => rig.call(`/v2/connect/thing/${index}`))),
  );
  return {
    served: results.filter((result) => result.status === "fulfilled" && result.value.status === 200).length,
    failed: results.filter((result) => result.status === "rejected").length,
  };
};

describe("a storm of 1,000 calls on an expired token", BACKSTOP, () => {
  it("rule 4: causes exactly one renewal and no failure when this side knows that the token expired", async () => {
    const rig = createRig();
    await rig.begin();
    rig.page.setVisible(false);
    await rig.clock.advance(901_000);
    expect(await storm(rig)).toEqual({ served: CALLS, failed: 0 });
    expect(rig.tokens.counts).toEqual({ mints: 1, exchanges: 1, renewals: 1, reuses: 0 });
  });

  it("rule 4: causes exactly one renewal and no failure when only the server knows (1,000 times 401)", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    expect(await storm(rig)).toEqual({ served: CALLS, failed: 0 });
    expect(rig.tokens.counts).toMatchObject({ exchanges: 1, renewals: 1, reuses: 0 });
  });

  it("rule 3: with the renewal's answer lost, causes exactly one re-bootstrap and no failure", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (path.endsWith("/renew-token") ? lostAfter(work) : work()));
    expect(await storm(rig)).toEqual({ served: CALLS, failed: 0 });
    expect(rig.tokens.counts).toEqual({ mints: 2, exchanges: 2, renewals: 1, reuses: 0 });
    expect(new Set(rig.refreshTokensSent).size).toBe(rig.refreshTokensSent.length);
    expect(rig.statuses()).toContain("rebootstrapping");
  });

  it("rule 4: tells every waiter the same when nothing helps, and asks once per attempt", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (path.includes("auth-connect") ? answer(404) : work()));
    expect(await storm(rig)).toEqual({ served: 0, failed: CALLS });
    expect(rig.count("/renew-token")).toBe(1);
    expect(rig.count("/access-token")).toBeLessThanOrEqual(2 + 6);
  });
});
