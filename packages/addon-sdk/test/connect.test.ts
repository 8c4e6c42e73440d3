import { describe, expect, it } from "vitest";
import { createPrivageClient } from "../src/index.ts";
import { createFakeHost } from "../src/testing/index.ts";

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
});
