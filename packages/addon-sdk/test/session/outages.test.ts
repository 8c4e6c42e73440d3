/** What users of other libraries report about outages (tokens-and-bff.md, section 3): answers that are lost, refusals, silence. */
import { describe, expect, it } from "vitest";
import { BACKSTOP } from "../support/backstop.ts";
import { answer, createRig, lostAfter, neverAnswered, statusOf } from "../support/session-rig.ts";

const MINUTE = 60_000;

const isAuth = (path: string) => path.includes("auth-connect");

describe("failures that users of other libraries report", BACKSTOP, () => {
  it("F3: a renewal whose answer was lost, before or amid its body, is mended through the host unseen", async () => {
    for (const loss of ["reset", "cut", "hang"] as const) {
      const rig = createRig();
      await rig.begin();
      rig.tokens.revokeAccess();
      rig.onCall((path, work, signal) => {
        if (!path.endsWith("/renew-token")) return work();
        if (loss === "hang") return neverAnswered(signal);
        if (loss === "reset") return lostAfter(work);
        work();
        return answer(201, '{"access_token": "fake.aaa');
      });
      expect(await statusOf(rig)).toBe(200);
      expect(rig.tokens.counts).toMatchObject({ exchanges: 2, reuses: 0 });
      expect(rig.count("/renew-token")).toBe(1);
    }
  });

  const refusals = {
    "no network": () => {
      throw new TypeError("Failed to fetch");
    },
    "408": () => answer(408),
    "403 in HTML": () => answer(403, "<html>denied</html>"),
    "429": () => answer(429, {}, { "retry-after": "1" }),
    "500": () => answer(500, { statusCode: 500 }),
    "502 in HTML": () => answer(502, "<html>bad gateway</html>"),
    "503": () => answer(503),
    "an empty 200": () => answer(200, ""),
  };
  for (const [name, refuse] of Object.entries(refusals)) {
    for (const isExpired of [false, true]) {
      it(`F4: ${name} during renewal, token ${isExpired ? "expired" : "still valid"}, never ends the session`, async () => {
        const rig = createRig({ lifeSeconds: 3_600 });
        await rig.begin();
        rig.page.setVisible(!isExpired);
        await rig.clock.advance(30 * MINUTE);
        rig.onCall((path, work) => (isAuth(path) ? refuse() : work()));
        await rig.clock.advance((isExpired ? 31 : 25) * MINUTE);
        if (!isExpired) expect(await statusOf(rig)).toBe(200);
        else expect(await statusOf(rig)).not.toBe("SESSION_ENDED");
        expect(rig.session.state.status).not.toBe("ended");
        rig.onCall((_path, work) => work());
        await rig.clock.advance(20_000);
        expect(await statusOf(rig)).toBe(200);
        expect(rig.tokens.counts.reuses).toBe(0);
      });
    }
  }

  it("F5: a page that wakes up does not cut short a pause that the platform asked for", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (isAuth(path) ? answer(429, {}, { "retry-after": "10" }) : work()));
    const call = rig.call();
    await rig.clock.advance(0);
    const sent = rig.log.length;
    rig.onCall((_path, work) => work());
    for (let second = 0; second < 9; second++) {
      await rig.clock.advance(1_000);
      rig.page.wake();
    }
    expect(rig.log).toHaveLength(sent);
    expect((await rig.clock.run(call)).status).toBe(200);
  });

  it("a page that wakes up tries again at once, and does not wait for the end of its own backoff", async () => {
    const rig = createRig({ random: () => 0 });
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.onCall((path, work) => (isAuth(path) ? answer(503) : work()));
    const waiting = rig.session.fetch("/v2/x", { timeoutMs: 120_000 });
    await rig.clock.advance(30_000);
    const sent = rig.log.length;
    rig.onCall((_path, work) => work());
    rig.page.wake();
    await rig.clock.advance(0);
    expect(rig.log.length).toBeGreaterThan(sent);
    expect((await waiting).status).toBe(200);
  });

  it("a page that is offline spends no token, however often it is shown or focused", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    rig.page.setOnline(false);
    const sent = rig.log.length;
    const call = rig.call();
    for (let second = 0; second < 10; second++) {
      await rig.clock.advance(1_000);
      rig.page.wake();
    }
    await rig.clock.advance(0);
    expect(rig.log.slice(sent).filter(isAuth)).toEqual([]);
    rig.page.setOnline(true);
    await rig.clock.advance(1);
    expect((await call).status).toBe(200);
    expect(rig.tokens.counts).toMatchObject({ mints: 1, renewals: 1 });
  });

  it("F5: ten minutes of outage under 100 calls a second cause at most 40 token calls", async () => {
    const rig = createRig({ random: () => 0 });
    await rig.begin();
    rig.page.setVisible(false);
    await rig.clock.advance(16 * MINUTE);
    rig.onCall((path, work) => (isAuth(path) ? answer(503) : work()));
    rig.page.setVisible(true);
    const before = rig.log.filter(isAuth).length;
    // 100 calls each second would only wait side by side; a tenth of them shows the same in a tenth of the time.
    const calls: Promise<unknown>[] = [];
    for (let tenth = 0; tenth < 6_000; tenth++) {
      calls.push(rig.session.getAccessToken().catch(() => {}));
      await rig.clock.advance(100);
    }
    const during = rig.log.filter(isAuth).length - before;
    expect(during).toBeGreaterThan(30);
    expect(during).toBeLessThanOrEqual(40);
    rig.onCall((_path, work) => work());
    await rig.clock.run(Promise.all(calls));
    expect(await statusOf(rig)).toBe(200);
  });

  it("F10: whoever never answers, every promise settles within 20 s", async () => {
    const silent = createRig({ askHost: () => new Promise(() => {}) });
    await silent.begin();
    const outcome = silent.session.getAccessToken().catch((error: { code: string }) => error.code);
    await silent.clock.advance(20_000);
    expect(await outcome).toBe("CALL_TIMEOUT");

    const rig = createRig();
    await rig.begin();
    rig.onCall((_path, _work, signal) => neverAnswered(signal));
    const call = rig.call().catch((error: { code: string }) => error.code);
    await rig.clock.advance(20_000);
    expect(await call).toBe("CALL_TIMEOUT");
  });
});
