import type { HostEvent } from "@privage-addons/host-bridge";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toExport } from "../src/inspector/export-log.ts";
import { toLogEntry } from "../src/inspector/log-entry.ts";
import { CAPACITY, createTimeline } from "../src/inspector/timeline.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";

const step: HostEvent = {
  type: "step",
  source: "add-on",
  step: "exchange",
  at: 1_000,
  durationMs: 40,
  outcome: "ok",
  traceId: TRACE,
  label: "active",
  expiresAt: 901_000,
  renewAt: 721_000,
};

describe("an entry of the inspector's log", () => {
  test("keeps a step's names, times and trace", () => {
    expect(toLogEntry(step, "main", 7)).toEqual({
      kind: "step",
      id: 7,
      slot: "main",
      source: "add-on",
      step: "exchange",
      at: 1_000,
      durationMs: 40,
      outcome: "ok",
      traceId: TRACE,
      label: "active",
      expiresAt: 901_000,
      renewAt: 721_000,
    });
  });

  test("rule 1: no text from outside gets into the log or the export, wherever an event carries it", () => {
    // A bridge or an add-on gone wrong: any field may hold any text, a token for instance.
    const secret = fc.oneof(fc.uuid(), fc.base64String({ minLength: 24 }), fc.string({ minLength: 12 }));
    const fields = [
      "step",
      "source",
      "outcome",
      "traceId",
      "label",
      "at",
      "durationMs",
      "expiresAt",
      "renewAt",
    ];
    fc.assert(
      fc.property(secret, fc.subarray(fields, { minLength: 1 }), fc.boolean(), (text, spoiled, isState) => {
        const wrong = Object.fromEntries(spoiled.map((field) => [field, text]));
        const event = isState
          ? { type: "state", state: { status: "ended", reason: text }, at: 1, ...wrong }
          : { ...step, ...wrong };
        const timeline = createTimeline();
        // The very point: an event that breaks its type.
        timeline.record(event as unknown as HostEvent, "main");
        const { entries } = timeline.store.getState();
        const facts = { addOn: "desk", business: "CAFE01", now: 0 };
        expect(JSON.stringify(entries)).not.toContain(text);
        expect(toExport(entries, facts)).not.toContain(text);
      }),
    );
  });

  test("is dropped when it names a step or a state nobody knows", () => {
    expect(toLogEntry({ ...step, step: "gossip" } as unknown as HostEvent, "main", 1)).toBeUndefined();
    const state = { type: "state", state: { status: "odd" }, at: 1, traceId: TRACE };
    expect(toLogEntry(state as unknown as HostEvent, "main", 1)).toBeUndefined();
  });
});

describe("the timeline", () => {
  test("keeps the newest entries and forgets the oldest", () => {
    const timeline = createTimeline();
    for (let count = 0; count < CAPACITY + 10; count++) timeline.record({ ...step, at: count }, "main");
    const { entries } = timeline.store.getState();
    expect(entries).toHaveLength(CAPACITY);
    expect(entries[0]?.at).toBe(10);
  });
});
