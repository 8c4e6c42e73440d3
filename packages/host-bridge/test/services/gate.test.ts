import { describe, expect, it } from "vitest";
import { createGate } from "../../src/services/gate.ts";

const setUp = () => {
  const clock = { now: 1_000_000 };
  const floods: string[] = [];
  const admit = createGate(
    () => clock.now,
    ({ code }) => floods.push(code),
  );
  const admits = (times: number, weight?: number) => {
    let admitted = 0;
    for (let i = 0; i < times; i++) {
      try {
        admit(weight);
        admitted++;
      } catch {
        // Counted by what is missing.
      }
    }
    return admitted;
  };
  return { clock, floods, admits };
};

describe("rule 7: the gate before the host's methods", () => {
  it("admits 1,000 light calls or 100 services in 10 s", () => {
    expect(setUp().admits(2000)).toBe(1000);
    expect(setUp().admits(200, 10)).toBe(100);
  });

  it("admits again after 10 s", () => {
    const { clock, admits } = setUp();
    admits(1000);
    clock.now += 10_001;
    expect(admits(1)).toBe(1);
  });

  it("admits again after the clock was set back", () => {
    const { clock, admits } = setUp();
    admits(1000);
    clock.now -= 3_600_000;
    expect(admits(1)).toBe(1);
  });

  it("reports a flood once it is ten times too much", () => {
    const { floods, admits } = setUp();
    admits(10_000);
    expect(floods).toEqual([]);
    admits(1);
    expect(floods).toEqual(["RATE_LIMITED"]);
  });
});
