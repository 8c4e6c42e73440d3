import { AddOnError } from "@privage-addons/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, type AddOnState, reduce } from "../../src/lifecycle/state.ts";

const error = new AddOnError("NO_SDK", "silent");
const action = fc.constantFrom<Action>(
  { type: "load" },
  { type: "connect" },
  { type: "greet", sdkVersion: "1" },
  { type: "fail", error },
  { type: "end", reason: "logout" },
  { type: "unmount" },
);
const run = (actions: readonly Action[]) => {
  const states: AddOnState[] = [{ status: "loading" }];
  for (const next of actions) states.push(reduce(states.at(-1) ?? { status: "loading" }, next));
  return states;
};
const endOf = (...actions: Action[]) => run(actions).at(-1)?.status;

describe("the states of a mounted add-on", () => {
  it("go from loading over connecting to ready", () => {
    expect(
      run([{ type: "connect" }, { type: "greet", sdkVersion: "1" }]).map(({ status }) => status),
    ).toEqual(["loading", "connecting", "ready"]);
  });

  it("go back to connecting when the page is lost, and to ready when it greets again", () => {
    const lost: Action[] = [{ type: "greet", sdkVersion: "1" }, { type: "connect" }];
    expect(endOf(...lost)).toBe("connecting");
    expect(endOf(...lost, { type: "greet", sdkVersion: "1" })).toBe("ready");
  });

  it("heal a failure when the add-on greets late, but not when a page merely loads", () => {
    expect(endOf({ type: "fail", error }, { type: "connect" })).toBe("failed");
    expect(endOf({ type: "fail", error }, { type: "greet", sdkVersion: "1" })).toBe("ready");
  });

  it("leave an ended session only by a reload", () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const states = run([
          { type: "end", reason: "logout" },
          ...actions.filter(({ type }) => type !== "load"),
        ]);
        expect(states.slice(1).every(({ status }) => status === "ended" || status === "unmounted")).toBe(
          true,
        );
      }),
    );
    expect(endOf({ type: "end", reason: "logout" }, { type: "load" })).toBe("loading");
  });

  it("never leave unmounted, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(action), fc.array(action), (before, later) => {
        const [first, ...rest] = run([...before, { type: "unmount" }, ...later]).slice(before.length + 1);
        expect(first?.status).toBe("unmounted");
        expect(rest.every((state) => state === first)).toBe(true);
      }),
    );
  });

  it("keep the very object when nothing changes, so that nobody is told twice", () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const state = run(actions).at(-1) ?? { status: "loading" };
        const again = reduce(state, { type: "connect" });
        expect(reduce(again, { type: "connect" })).toBe(again);
      }),
    );
  });
});
