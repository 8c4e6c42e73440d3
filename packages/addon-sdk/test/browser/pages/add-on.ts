/** An add-on page made of the real SDK: the add-on's half of the bridge contract. */
import { type AddOn, connectToHost, readHostOrigins } from "../../../src/index.ts";

const privage = document.querySelector<HTMLMetaElement>('meta[name="privage-url"]')?.content ?? "";
const paths: string[] = [];
let addOn: AddOn;
const codeOf = (error: unknown) => (error as { code: string }).code;

export const testAddOn = {
  connect: async () => {
    addOn = await connectToHost({ hostOrigins: readHostOrigins(), apiBaseUrl: privage });
    addOn.onNavigated((path) => paths.push(path));
    return addOn.context.get().business.code;
  },
  /** How many connections there are when it is asked for many times. */
  connectOften: async () => new Set(await Promise.all([1, 2, 3].map(() => connectToHost()))).size,
  locale: () => addOn.context.get().locale,
  path: () => addOn.context.get().placement.path,
  sessionStatus: () => addOn.session.state.status,
  callService: async (name: string, args: readonly unknown[]) => {
    const services = addOn.host as unknown as Record<
      string,
      (...request: readonly unknown[]) => Promise<unknown>
    >;
    try {
      return ["ok", await services[name]?.(...args)] as const;
    } catch (error) {
      return [codeOf(error)] as const;
    }
  },
  fetchStatus: (path: string) => addOn.session.fetch(path).then(({ status }) => status, codeOf),
  /** So many calls in one go: how many came to which end. */
  storm: async (calls: number) => {
    const outcomes: Record<string, number> = {};
    // Time is not what is looked at: a busy machine may take as long as it likes.
    const call = () => addOn.session.fetch("/v2/connect/profile?card_no=001", { timeoutMs: 600_000 });
    await Promise.all(
      Array.from({ length: calls }, async () => {
        const outcome = await call().then(({ status }) => status, codeOf);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }),
    );
    return outcomes;
  },
  paths: () => paths,
  disconnect: () => addOn.disconnect(),
};
export type TestAddOn = typeof testAddOn;

Object.assign(window, { testAddOn });
