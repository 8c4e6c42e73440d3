import type { StormPage } from "../storm-page.ts";

/** One authorised call of a contender; resolves with the HTTP status. */
export type Call = () => Promise<number>;

/** A call that is still open by then counts as failed: somebody waits for it in vain. */
const GIVE_UP_MS = 180_000;

/** Offers a contender to the driver: how it gets a session, how it learns that time has passed, how it calls. */
export const offerStorm = (prepare: () => Promise<Call>, expire: StormPage["expire"] = () => {}): void => {
  let call: Call = () => Promise.reject(new Error("There is no session yet."));
  const page: StormPage = {
    prepare: async () => {
      call = await prepare();
    },
    expire,
    run: async (calls) => {
      const startedAt = performance.now();
      let succeeded = 0;
      const count = (status: number) => {
        if (status >= 200 && status <= 299) succeeded++;
      };
      const all = Promise.all(Array.from({ length: calls }, () => call().then(count, () => {})));
      const givenUp = new Promise<void>((resolve) => setTimeout(resolve, GIVE_UP_MS));
      await Promise.race([all, givenUp]);
      return { failures: calls - succeeded, ms: performance.now() - startedAt };
    },
  };
  Object.assign(globalThis, { storm: page });
};
