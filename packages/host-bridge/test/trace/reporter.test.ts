import { AddOnError, ERROR_CODES } from "@privage-addons/contracts";
import { parseReport } from "@privage-addons/contracts/bridge/from-add-on";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summaryOf } from "../../src/lifecycle/state.ts";
import { resizeLoop } from "../../src/resize/follow-height.ts";
import type { HostEvent } from "../../src/trace/events.ts";
import { createReporter } from "../../src/trace/reporter.ts";

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const base64url = fc.string({
  unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
  minLength: 20,
  maxLength: 60,
});
/** Exchange tokens, JWTs and opaque keys. */
const token = fc.oneof(
  fc.uuid(),
  fc.tuple(base64url, base64url, base64url).map((parts) => `eyJ${parts.join(".")}`),
  hex(40).map((digits) => `1${digits}`),
);
const names = fc.constantFrom(
  "step",
  "label",
  "outcome",
  "at",
  "durationMs",
  "expiresAt",
  "renewAt",
  "traceId",
  "source",
  "x",
);
const good = { step: "exchange", at: 1_700_000_000_000, durationMs: 12, outcome: "ok" };

describe("the event stream", () => {
  it("rule 1: carries no token, whatever an add-on writes into a report", () => {
    fc.assert(
      fc.property(token, fc.array(names, { maxLength: 4 }), fc.boolean(), (secret, fields, isNested) => {
        const events: HostEvent[] = [];
        const reporter = createReporter((event) => events.push(event));
        const value = isNested ? { toString: secret, nested: [secret] } : secret;
        const report = { ...good, ...Object.fromEntries(fields.map((field) => [field, value])) };
        try {
          reporter.relay(parseReport(report, TypeError));
        } catch {
          // Refused, which is well too.
        }
        reporter.emit(resizeLoop(secret));
        expect(JSON.stringify(events)).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });

  it("rule 1: carries no message of an error", () => {
    const events: HostEvent[] = [];
    const reporter = createReporter((event) => events.push(event));
    fc.assert(
      fc.property(token, fc.constantFrom(...ERROR_CODES), (secret, code) => {
        const error = new AddOnError(code, secret, { details: { secret } });
        reporter.emit({ type: "state", state: summaryOf({ status: "failed", error }) });
        expect(JSON.stringify(events.splice(0))).not.toContain(secret);
      }),
    );
  });

  it("gives every mount a trace of its own, and a valid traceparent", () => {
    const [one, two] = [createReporter(undefined), createReporter(undefined)];
    expect(one.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(one.traceparent).toContain(one.traceId);
    expect(one.traceId).not.toBe(two.traceId);
  });

  it("tells no step of less than no time when the clock is set back meanwhile", () => {
    const events: HostEvent[] = [];
    createReporter((event) => events.push(event)).step("mint", Date.now() + 3_600_000, "ok");
    expect(events).toMatchObject([{ step: "mint", durationMs: 0 }]);
  });

  it("survives a report from before the page began", () => {
    const events: HostEvent[] = [];
    createReporter((event) => events.push(event)).relay(parseReport({ ...good, at: 0 }, TypeError));
    expect(events).toHaveLength(1);
  });
});
