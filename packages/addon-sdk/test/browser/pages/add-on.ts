/** An add-on page made of the real SDK: the add-on's half of the bridge contract, and a storm of calls. */
import { codeOf, createAddOnHalf } from "@privage-addons/test-support/bridge-contract/add-on-half";
import { connectToHost, readHostOrigins } from "../../../src/index.ts";

const privage = document.querySelector<HTMLMetaElement>('meta[name="privage-url"]')?.content ?? "";
const connect = () => connectToHost({ hostOrigins: readHostOrigins(), apiBaseUrl: privage });

export const testAddOn = {
  /** How many connections there are when it is asked for many times. */
  connectOften: async () => new Set(await Promise.all([1, 2, 3].map(() => connectToHost()))).size,
  /** Why it does not connect. */
  failure: () =>
    connect().then(
      () => "",
      ({ message }: Error) => message,
    ),
  /** So many calls in one go: how many came to which end. */
  storm: async (calls: number) => {
    const { session } = await connect();
    const outcomes: Record<string, number> = {};
    // Time is not what is looked at: a busy machine may take as long as it likes.
    const call = () => session.fetch("/v2/connect/profile?card_no=001", { timeoutMs: 600_000 });
    await Promise.all(
      Array.from({ length: calls }, async () => {
        const outcome = await call().then(({ status }) => status, codeOf);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }),
    );
    return outcomes;
  },
};
export type TestAddOn = typeof testAddOn;

Object.assign(window, { addOnHalf: createAddOnHalf(connect), testAddOn });
