import { describe, expect, test } from "vitest";
import { toEpisodes } from "../src/inspector/episodes.ts";
import type { LogEntry, StateEntry, StepEntry } from "../src/inspector/log-entry.ts";

let lastId = 0;
const step = (name: StepEntry["step"], at: number, durationMs: number): StepEntry => ({
  kind: "step",
  id: ++lastId,
  slot: "main",
  source: "host",
  step: name,
  at,
  durationMs,
  outcome: "ok",
});
const state = (status: StateEntry["status"], at: number): StateEntry => ({
  kind: "state",
  id: ++lastId,
  slot: "main",
  at,
  status,
});
const shape = (entries: readonly LogEntry[]) =>
  toEpisodes(entries).map((piece) =>
    piece.kind === "fault" ? piece.fault : [piece.kind, ...piece.steps.map((each) => each.step)],
  );

describe("episodes", () => {
  test("put the opening's overlapping steps together, by start, on one scale", () => {
    const [opening] = toEpisodes([
      step("mint", 10, 70),
      step("load", 0, 90),
      step("handshake", 0, 95),
      step("hello", 95, 2),
      step("exchange", 97, 60),
      step("first-call", 157, 43),
    ]);
    expect(opening).toMatchObject({ kind: "opening", from: 0, durationMs: 200 });
    expect(shape([])).toEqual([]);
  });

  test("begin anew after a pause", () => {
    expect(
      shape([step("load", 0, 90), step("renewal", 60_000, 80), step("service-call", 70_000, 3)]),
    ).toEqual([
      ["opening", "load"],
      ["renewal", "renewal"],
      ["calls", "service-call"],
    ]);
  });

  test("begin anew when the frame starts over, however soon", () => {
    expect(
      shape([step("load", 0, 90), state("loading", 100), step("load", 100, 90), step("hello", 190, 1)]),
    ).toEqual([
      ["opening", "load"],
      ["opening", "load", "hello"],
    ]);
  });

  test("show a refused renewal and the fresh start that heals it as one", () => {
    expect(
      shape([
        step("renewal", 0, 80),
        step("token-handed-out", 90, 40),
        step("exchange", 140, 60),
        step("rebootstrap", 85, 120),
      ]),
    ).toEqual([["rebootstrap", "renewal", "rebootstrap", "token-handed-out", "exchange"]]);
  });

  test("have the person's faults between them, and no session state", () => {
    const fault = {
      kind: "fault",
      platform: "privage",
      id: 99,
      slot: "main",
      at: 50,
      fault: "slow-network",
      outcome: "on",
    } as const;
    expect(shape([step("load", 0, 10), step("session-state", 12, 0), fault, step("renewal", 60, 5)])).toEqual(
      [["opening", "load"], "slow-network", ["renewal", "renewal"]],
    );
  });
});
