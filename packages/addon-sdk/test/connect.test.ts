import { describe, expect, it } from "vitest";
import { createPrivageClient } from "../src/index.ts";
import { createFakeHost } from "../src/testing/index.ts";

/** What was rejected during the work and handled by nobody; the test runner, which would fail, does not hear of it. */
const unhandledIn = async (work: () => Promise<void>): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  const runners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => seen.push(reason));
  try {
    await work();
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const runner of runners) process.on("unhandledRejection", runner);
  }
  return seen;
};

describe("connecting to the host", () => {
  it("resolves after the hello, exchanges a token and answers calls", async () => {
    const host = createFakeHost();
    const addOn = await host.clock.run(host.connect());
    expect(addOn.context.get().business.code).toBe("CAFE01");
    const privage = createPrivageClient(addOn.session, host);
    const profile = await host.clock.run(privage.profile.get({ card_no: "001" }));
    expect(profile.points).toBe("1250.5");
    const burned = await host.clock.run(privage.points.burn({ card_no: "001", points: "50.25" }));
    expect(burned).toMatchObject({ balance: "1200.25", points: "-50.25", confirmedBy: "answer" });
    expect(addOn.session.state.status).toBe("active");
    expect(host.tokens.counts).toMatchObject({ mints: 1, exchanges: 1, renewals: 0 });
    expect(host.reports.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["exchange", "ok"],
      ["first-call", "ok"],
    ]);
  });

  it("finds a burn whose answer was lost, and does it once", async () => {
    const host = createFakeHost();
    const addOn = await host.clock.run(host.connect());
    const privage = createPrivageClient(addOn.session, host);
    host.privage.fail({ fault: "commit-then-reset", path: "/burn/points" });
    const burned = await host.clock.run(privage.points.burn({ card_no: "001", points: 50 }));
    expect(burned).toMatchObject({ balance: "1200.5", confirmedBy: "ledger" });
    host.privage.fail({ fault: "reset", path: "/burn/points" });
    const again = await host.clock.run(privage.points.burn({ card_no: "001", points: 50 }));
    expect(again).toMatchObject({ balance: "1150.5", confirmedBy: "answer" });
  });

  it("goes on when the page's own onEvent throws, and leaves its error to the page", async () => {
    const host = createFakeHost();
    const fault = new Error("The page's own fault.");
    const unhandled = await unhandledIn(async () => {
      const onEvent = () => {
        throw fault;
      };
      const addOn = await host.clock.run(host.connect({ onEvent }));
      const privage = createPrivageClient(addOn.session, host);
      const burned = await host.clock.run(privage.points.burn({ card_no: "001", points: 50 }));
      expect(burned).toMatchObject({ balance: "1200.5", confirmedBy: "answer" });
      await host.clock.advance(0);
    });
    expect(unhandled).toEqual([fault, fault]);
    expect(host.reports.map(({ step }) => step)).toEqual(["exchange", "first-call"]);
  });

  it("leaves no timer and no listener behind when the host's origins are wrong", async () => {
    const host = createFakeHost();
    let listeners = 0;
    const page = { ...host.page, onWake: () => void listeners++ };
    const connecting = host.connect({ hostOrigins: ["manage.test"], page });
    await expect(connecting).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect([host.clock.pending, listeners]).toEqual([0, 0]);
  });
});
