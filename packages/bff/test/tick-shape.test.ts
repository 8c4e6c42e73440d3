/** What is kept so that V8 does not forget how a tick object is built. */
import { createHook } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { keepTickShape } from "../src/operations/tick-shape.ts";

it("one of Node's tick objects outlives every collection, and no more than one", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const seen: WeakRef<object>[] = [];
  const spy = createHook({
    init: (_id, type, _trigger, resource) => {
      if (type === "TickObject") seen.push(new WeakRef(resource));
    },
  }).enable();
  keepTickShape();
  keepTickShape();
  process.nextTick(() => {});
  spy.disable();
  expect(seen.length).toBeGreaterThan(1);
  await turn(); // They have run.
  collectGarbage();
  await turn(); // A WeakRef holds its target until the turn in which it was made or read is over.
  collectGarbage();
  expect(seen.filter((each) => each.deref() !== undefined)).toHaveLength(1);
});
