import { beforeEach, describe, expect, test } from "vitest";
import type { FaultName } from "../src/inspector/faults/fault-names.ts";
import { createSimulatorFaults, type SimulatorFaults } from "../src/inspector/faults/simulator-faults.ts";

interface Order {
  readonly fault: string;
  readonly status?: number;
  readonly times?: number;
}

/** The simulator's control routes as design §7 describes them, in memory. */
const createFakeSimulator = () => {
  let lastId = 0;
  const state = { faults: [] as (Order & { readonly id: number })[], advancedSeconds: 0, isDown: false };
  const respond: typeof fetch = async (input, init) => {
    if (state.isDown) throw new TypeError("Failed to fetch");
    const { pathname, searchParams } = new URL(String(input));
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    const route = `${init?.method ?? "GET"} ${pathname}`;
    if (route === "GET /_sim/faults") return Response.json({ faults: state.faults });
    if (route === "POST /_sim/faults") {
      state.faults.push({ ...(body as Order), id: ++lastId });
      return Response.json({ id: lastId }, { status: 201 });
    }
    if (route === "DELETE /_sim/faults") {
      state.faults = state.faults.filter(({ id }) => id !== Number(searchParams.get("id")));
      return Response.json({ cleared: 1 });
    }
    if (route === "POST /_sim/clock") {
      state.advancedSeconds += (body as { advanceSeconds: number }).advanceSeconds;
      return Response.json({});
    }
    return new Response(null, { status: 404 });
  };
  return { state, respond };
};

let simulator: ReturnType<typeof createFakeSimulator>;
let faults: SimulatorFaults;
const armed = async () => [...(await faults.armed())];

beforeEach(() => {
  simulator = createFakeSimulator();
  faults = createSimulatorFaults("privage", "https://sim.example", simulator.respond);
});

describe("the fault buttons", () => {
  test("expire the access token by letting time pass, with no fault on the wire", async () => {
    await faults.switchOn("expire-access-token");
    expect(simulator.state).toMatchObject({ advancedSeconds: 901, faults: [] });
  });

  test("let as much time pass as the platform's own tokens live", async () => {
    faults = createSimulatorFaults("partner", "https://sim.example", simulator.respond);
    await faults.switchOn("expire-access-token");
    expect(simulator.state.advancedSeconds).toBe(3_601);
  });

  test("revoke the refresh token: the next renewal is refused, once, and the access token is over", async () => {
    await faults.switchOn("revoke-refresh-token");
    expect(simulator.state.advancedSeconds).toBe(901);
    expect(simulator.state.faults).toMatchObject([
      {
        fault: "status",
        status: 401,
        times: 1,
        match: { method: "POST", path: "/v1/auth-connect/renew-token" },
      },
    ]);
  });

  test.each<FaultName>(["lose-next-answer", "slow-network", "platform-down", "revoke-refresh-token"])(
    "know %s again, so that a reloaded page shows what is armed, and switch it off",
    async (fault) => {
      await faults.switchOn(fault);
      await faults.switchOn(fault);
      expect(simulator.state.faults).toHaveLength(1);
      expect(await armed()).toEqual([fault]);
      await faults.switchOff(fault);
      expect(await armed()).toEqual([]);
    },
  );

  test("arm what strikes once ahead of what lasts, as the oldest fault strikes first", async () => {
    await faults.switchOn("slow-network");
    await faults.switchOn("lose-next-answer");
    expect(simulator.state.faults.map(({ fault }) => fault)).toEqual(["commit-then-reset", "delay"]);
  });

  test("keep one lasting fault at a time: the network cannot be slow while the platform is down", async () => {
    await faults.switchOn("slow-network");
    await faults.switchOn("platform-down");
    expect(await armed()).toEqual(["platform-down"]);
  });

  test("leave faults of others alone", async () => {
    simulator.state.faults.push({ id: 1_000, fault: "hang" });
    await faults.switchOn("platform-down");
    await faults.switchOff("platform-down");
    expect(simulator.state.faults).toEqual([{ id: 1_000, fault: "hang" }]);
  });

  test("reject when the simulator does not answer", async () => {
    simulator.state.isDown = true;
    await expect(faults.switchOn("platform-down")).rejects.toThrow();
  });
});
