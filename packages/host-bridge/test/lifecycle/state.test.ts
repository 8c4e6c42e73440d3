import { AddOnError } from "@privage-addons/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AddOnState, nextState } from "../../src/lifecycle/state.ts";

const loading: AddOnState = { status: "loading" };
const connecting: AddOnState = { status: "connecting" };
const ready: AddOnState = { status: "ready", sdkVersion: "1" };
const failed: AddOnState = { status: "failed", error: new AddOnError("NO_SDK", "silent") };
const ended: AddOnState = { status: "ended", reason: "logout" };
const unmounted: AddOnState = { status: "unmounted" };

const proposal = fc
  .constantFrom(loading, connecting, ready, failed, ended, unmounted)
  .map((state) => ({ ...state }));
const run = (proposals: readonly AddOnState[]) => {
  const states: AddOnState[] = [loading];
  for (const next of proposals) states.push(nextState(states.at(-1) ?? loading, next));
  return states;
};
const endOf = (...proposals: AddOnState[]) => run(proposals).at(-1)?.status;

describe("the states of a mounted add-on", () => {
  it("go from loading over connecting to ready", () => {
    expect(run([connecting, ready]).map(({ status }) => status)).toEqual(["loading", "connecting", "ready"]);
  });

  it("go back to connecting when the page is lost, and to ready when it greets again", () => {
    expect(endOf(ready, connecting)).toBe("connecting");
    expect(endOf(ready, connecting, ready)).toBe("ready");
  });

  it("heal a failure when the add-on greets late, but not when a page merely loads", () => {
    expect(endOf(failed, connecting)).toBe("failed");
    expect(endOf(failed, ready)).toBe("ready");
  });

  it("leave an ended session only by a reload", () => {
    fc.assert(
      fc.property(fc.array(proposal), (proposals) => {
        const states = run([ended, ...proposals.filter(({ status }) => status !== "loading")]);
        expect(states.slice(1).every(({ status }) => status === "ended" || status === "unmounted")).toBe(
          true,
        );
      }),
    );
    expect(endOf(ended, loading)).toBe("loading");
  });

  it("never leave unmounted, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(proposal), fc.array(proposal), (before, later) => {
        const [first, ...rest] = run([...before, unmounted, ...later]).slice(before.length + 1);
        expect(first?.status).toBe("unmounted");
        expect(rest.every((state) => state === first)).toBe(true);
      }),
    );
  });

  it("keep the very object when nothing changes, so that nobody is told twice", () => {
    fc.assert(
      fc.property(fc.array(proposal), (proposals) => {
        const again = nextState(run(proposals).at(-1) ?? loading, { ...connecting });
        expect(nextState(again, { ...connecting })).toBe(again);
      }),
    );
  });
});
