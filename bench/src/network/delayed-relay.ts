import type { Socket } from "node:net";

const now = (): number => performance.now();

/** Passes on what `from` sends, in order, each chunk held back for `delayMs()`; the end and the close as well. */
const pass = (from: Socket, to: Socket, delayMs: () => number): void => {
  const held: { readonly due: number; readonly act: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const actOnDue = (): void => {
    timer = undefined;
    for (let first = held[0]; first; first = held[0]) {
      const wait = first.due - now();
      if (wait > 0.5) {
        timer = setTimeout(actOnDue, wait);
        return;
      }
      held.shift();
      first.act();
    }
  };
  const hold = (act: () => void): void => {
    held.push({ due: now() + delayMs(), act });
    if (!timer) actOnDue();
  };
  from.on("data", (chunk) => hold(() => !to.destroyed && to.write(chunk)));
  from.on("end", () => hold(() => to.end()));
  from.on("error", () => to.destroy());
  from.on("close", () => hold(() => to.destroy()));
};

/** Two sockets as one connection with a round-trip time: half of it in each direction. */
export const relayDelayed = (near: Socket, far: Socket, roundTripMs: () => number): void => {
  pass(near, far, () => roundTripMs() / 2);
  pass(far, near, () => roundTripMs() / 2);
};
