/** Any sequence of calls, answers, losses, sleeps and ends, found by fast-check, against what must always hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextSessionState, type SessionState } from "../../src/session/session-state.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { answer, createRig, lostAfter, mintFails, neverAnswered, type Rig } from "../support/session-rig.ts";

type Fault = "none" | "refuse" | "reset" | "lost" | "hang" | "busy" | "cut" | "break";

interface Model {
  mintFault: "none" | "fails" | "hangs";
  authFault: Fault;
  isEnded: boolean;
}

interface Real {
  readonly rig: Rig;
  readonly open: Set<Promise<unknown>>;
  readonly inFlight: { now: number; most: number };
  readonly sentAtEnd: { count: number | undefined };
  setFaults(model: Model): void;
}

const createReal = (model: Model): Real => {
  const current = { ...model };
  const inFlight = { now: 0, most: 0 };
  const rig: Rig = createRig({
    lifeSeconds: 120,
    askHost: (_reason, mint) => {
      if (current.mintFault === "fails") return mintFails("MINT_FAILED");
      if (current.mintFault === "hangs") {
        return new Promise((_, reject) =>
          rig.clock.setTimer(() => mintFails("HOST_GONE").catch(reject), 5_000),
        );
      }
      return Promise.resolve(mint());
    },
  });
  const meet = (fault: Fault, work: () => Response, signal: AbortSignal) => {
    switch (fault) {
      case "none":
        return work();
      case "refuse":
        return answer(401, { message: "Unauthorized" });
      case "reset":
        throw new TypeError("Failed to fetch");
      case "lost":
        return lostAfter(work);
      case "hang":
        return neverAnswered(signal);
      case "busy":
        return answer(429, "", { "retry-after": "2.0" });
      case "cut":
        work();
        return answer(201, '{"access_token":"fake.');
      case "break":
        return answer(502, "<html>");
    }
  };
  rig.onCall(async (path, work, signal) => {
    if (!path.includes("auth-connect")) return work();
    inFlight.now++;
    inFlight.most = Math.max(inFlight.most, inFlight.now);
    try {
      return await meet(current.authFault, work, signal);
    } finally {
      inFlight.now--;
    }
  });
  return {
    rig,
    open: new Set(),
    inFlight,
    sentAtEnd: { count: undefined },
    setFaults: (next) => Object.assign(current, next),
  };
};

const hold = ({ rig, inFlight, sentAtEnd, open }: Real) => {
  expect(inFlight.most).toBeLessThanOrEqual(1);
  expect(rig.tokens.counts.reuses).toBe(0);
  expect(rig.refreshTokensSent).toHaveLength(new Set(rig.refreshTokensSent).size);
  if (sentAtEnd.count !== undefined) {
    expect(rig.log).toHaveLength(sentAtEnd.count);
    expect(open.size).toBe(0);
  }
};

const command = (
  name: string,
  run: (model: Model, real: Real) => Promise<void> | void,
  check: (model: Readonly<Model>) => boolean = () => true,
): fc.AsyncCommand<Model, Real> => ({
  check,
  run: async (model, real) => {
    await run(model, real);
    await real.rig.clock.advance(0);
    hold(real);
  },
  toString: () => name,
});

const track = (real: Real, work: Promise<unknown>) => {
  const settled = work.catch(() => {}).finally(() => real.open.delete(settled));
  real.open.add(settled);
};

const faults = fc.constantFrom<Fault[]>(
  "none",
  "none",
  "refuse",
  "reset",
  "lost",
  "hang",
  "busy",
  "cut",
  "break",
);

const commands = [
  fc.integer({ min: 1, max: 20 }).map((count) =>
    command(`call ${count}`, (_model, real) => {
      for (let index = 0; index < count; index++) track(real, real.rig.call());
    }),
  ),
  fc.constant(command("getAccessToken", (_model, real) => track(real, real.rig.session.getAccessToken()))),
  fc.constant(
    command("call and abort", (_model, real) => {
      const controller = new AbortController();
      track(real, real.rig.session.fetch("/v2/x", { signal: controller.signal }));
      controller.abort();
    }),
  ),
  fc
    .integer({ min: 1, max: 90_000 })
    .map((ms) => command(`advance ${ms}`, (_model, real) => real.rig.clock.advance(ms))),
  fc.integer({ min: 1, max: 600_000 }).map((ms) =>
    command(`sleep ${ms}`, (_model, real) => {
      real.rig.sleepMachine(ms);
      real.rig.page.wake();
    }),
  ),
  fc.constant(command("revoke", (_model, real) => real.rig.tokens.revokeAccess())),
  fc.boolean().map((isOn) => command(`online ${isOn}`, (_model, real) => real.rig.page.setOnline(isOn))),
  fc.boolean().map((isOn) => command(`visible ${isOn}`, (_model, real) => real.rig.page.setVisible(isOn))),
  faults.map((authFault) =>
    command(`token endpoint: ${authFault}`, (model, real) => {
      model.authFault = authFault;
      real.setFaults(model);
    }),
  ),
  fc.constantFrom<Model["mintFault"][]>("none", "fails", "hangs").map((mintFault) =>
    command(`host: ${mintFault}`, (model, real) => {
      model.mintFault = mintFault;
      real.setFaults(model);
    }),
  ),
  fc.constant(
    command(
      "end",
      async (model, real) => {
        model.isEnded = true;
        real.rig.end("logout");
        await real.rig.clock.advance(0);
        real.sentAtEnd.count = real.rig.log.length;
      },
      ({ isEnded }) => !isEnded,
    ),
  ),
];

describe("the session as a state machine", BACKSTOP, () => {
  it("leaves no call pending, makes no second renewal, and sends no token after the end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 25 }), async (sequence) => {
        const working = (): Model => ({ mintFault: "none", authFault: "none", isEnded: false });
        const real = createReal(working());
        await real.rig.begin();
        await fc.asyncModelRun(() => ({ model: working(), real }), sequence);
        // Whatever happened, 20 s later nobody waits.
        await real.rig.clock.advance(20_000);
        expect(real.open.size).toBe(0);
        hold(real);
        // And when everything works again, so does the session.
        real.setFaults(working());
        real.rig.page.setOnline(true);
        if (real.rig.session.state.status !== "ended") {
          await real.rig.clock.advance(20_000);
          expect((await real.rig.clock.run(real.rig.call())).status).toBe(200);
        }
        real.rig.end("closed");
      }),
      { numRuns: 60 },
    );
  });

  const times = fc.record({ expiresAt: fc.nat(), renewAt: fc.nat() });
  const anyState: fc.Arbitrary<SessionState> = fc.oneof(
    fc.constantFrom<SessionState[]>(
      { status: "connecting" },
      { status: "exchanging" },
      { status: "rebootstrapping" },
      { status: "ended", reason: "logout" },
    ),
    times.map((own) => ({ status: "active" as const, ...own })),
    times.map((own) => ({ status: "renewing" as const, ...own })),
  );

  it("ends for good, begins once, and reaches renewing only from active", () => {
    fc.assert(
      fc.property(fc.array(anyState), (proposals) => {
        let state: SessionState = { status: "connecting" };
        for (const proposed of proposals) {
          const next = nextSessionState(state, proposed);
          expect([state, proposed]).toContain(next);
          if (state.status === "ended") expect(next).toBe(state);
          if (next !== state && next.status === "renewing") expect(state.status).toBe("active");
          if (next !== state) expect(next.status).not.toBe("connecting");
          if (state.status === "connecting")
            expect(["connecting", "exchanging", "ended"]).toContain(next.status);
          state = next;
        }
      }),
    );
  });
});
