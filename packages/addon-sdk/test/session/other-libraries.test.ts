/** What the releases of other libraries were seen to do (tokens-and-bff.md, section 0, R1 to R5): this session does not. */
import { describe, expect, it } from "vitest";
import { answer, createRig } from "../support/session-rig.ts";

const MINUTE = 60_000;

describe("defects reproduced in other libraries", () => {
  for (const status of [503, 429, 500]) {
    it(`R1: one ${status} in JSON from the token endpoint loses nothing: the next call is served`, async () => {
      const rig = createRig();
      await rig.begin();
      let isFirst = true;
      rig.onCall((path, work) => {
        if (!path.endsWith("-token") || !isFirst) return work();
        isFirst = false;
        return answer(status, { statusCode: status, message: "No" });
      });
      rig.tokens.revokeAccess();
      expect((await rig.clock.run(rig.call())).status).toBe(200);
      expect(rig.statuses()).not.toContain("ended");
      expect(rig.tokens.counts.reuses).toBe(0);
    });
  }

  for (const status of [429, 403, 408]) {
    it(`R2: a renewal answered ${status} while the access token is expired ends no session`, async () => {
      const rig = createRig();
      await rig.begin();
      rig.page.setVisible(false);
      await rig.clock.advance(20 * MINUTE);
      let refusals = 1;
      rig.onCall((path, work) => (path.endsWith("/renew-token") && refusals-- > 0 ? answer(status) : work()));
      expect((await rig.clock.run(rig.call())).status).toBe(200);
      expect(rig.session.state.status).toBe("active");
    });
  }

  it("R3: a 45 s token is renewed at most twice per life, for ten minutes", async () => {
    const rig = createRig({ lifeSeconds: 45 });
    await rig.begin();
    await rig.clock.advance(10 * MINUTE);
    expect(rig.tokens.counts.renewals).toBeGreaterThanOrEqual(10);
    expect(rig.tokens.counts.renewals).toBeLessThanOrEqual(27);
  });

  it("R3: three concurrent requests for a token are one renewal", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    await rig.clock.run(Promise.all([rig.call(), rig.call(), rig.call()]));
    expect(rig.tokens.counts.renewals).toBe(1);
  });

  it("R3: offline when renewal is due, it renews once when the page is online again", async () => {
    const rig = createRig();
    await rig.begin();
    rig.page.setOnline(false);
    rig.onCall(() => {
      throw new TypeError("Failed to fetch");
    });
    await rig.clock.advance(20 * MINUTE);
    expect(rig.count("/renew-token")).toBe(0);
    rig.onCall((_path, work) => work());
    rig.page.setOnline(true);
    await rig.clock.advance(1);
    expect(rig.tokens.counts).toMatchObject({ renewals: 1, mints: 1 });
    expect(rig.session.state.status).toBe("active");
  });

  it("R4: a 240 s token causes no hot loop, and one odd error does not stop renewal for good", async () => {
    const rig = createRig({ lifeSeconds: 240 });
    await rig.begin();
    let isFirst = true;
    rig.onCall((path, work) => {
      if (!path.endsWith("/renew-token") || !isFirst) return work();
      isFirst = false;
      return answer(418, "teapot");
    });
    await rig.clock.advance(20 * MINUTE);
    expect(rig.tokens.counts.renewals).toBeGreaterThanOrEqual(4);
    expect(rig.tokens.counts.renewals).toBeLessThanOrEqual(10);
    expect((await rig.clock.run(rig.call())).status).toBe(200);
  });

  it("R5: one expiry met by a fast and a slow request is one renewal", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall(async (path, work) => {
      const response = work();
      if (path.endsWith("/slow")) await new Promise<void>((resolve) => rig.clock.setTimer(resolve, 3_000));
      return response;
    });
    await rig.clock.run(Promise.all([rig.call("/slow"), rig.call("/fast")]));
    expect(rig.tokens.counts.renewals).toBe(1);
    expect(rig.count("/slow")).toBe(2);
  });
});
