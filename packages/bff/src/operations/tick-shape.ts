/**
 * `process.nextTick` makes an object with computed keys, three of them for every call that is forwarded. When a full
 * collection finds none of them alive, V8 drops their hidden class, and for a literal with computed keys it never learns
 * another: from then on each is put together key by key, which costs 2 to 3 % of a call's processor time for the life of the
 * process (docs/decisions/0036). One that is held on to keeps the class alive.
 */
import { createHook } from "node:async_hooks";

let held: object | undefined;

/** To be called before the first request. Where Node makes no such object, nothing is held. */
export const keepTickShape = (): void => {
  if (held) return;
  const hook = createHook({
    init: (_id, type, _trigger, resource) => {
      if (type === "TickObject") held = resource;
    },
  });
  hook.enable();
  process.nextTick(() => {});
  hook.disable();
};
