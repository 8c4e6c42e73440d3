/** The add-on's half of the bridge contract, for a page of the real SDK. */

/** What the contract looks at of an add-on: a part of the SDK's `AddOn`. */
export interface TestedAddOn {
  readonly context: {
    get(): {
      readonly locale: string;
      readonly business: { readonly code: string };
      readonly placement: { readonly path: string };
    };
  };
  readonly session: {
    readonly state: { readonly status: string };
    fetch(path: string): Promise<Response>;
  };
  readonly host: object;
  onNavigated(listener: (path: string) => void): unknown;
  disconnect(): void;
}

export const codeOf = (error: unknown): string => (error as { readonly code: string }).code;

export const createAddOnHalf = (connect: () => Promise<TestedAddOn>) => {
  const paths: string[] = [];
  let addOn: TestedAddOn;
  return {
    connect: async () => {
      addOn = await connect();
      addOn.onNavigated((path) => paths.push(path));
      return addOn.context.get().business.code;
    },
    locale: () => addOn.context.get().locale,
    path: () => addOn.context.get().placement.path,
    sessionStatus: () => addOn.session.state.status,
    callService: async (name: string, args: readonly unknown[]) => {
      // The services are methods by name, each with arguments of its own.
      const services = addOn.host as Record<string, (...request: readonly unknown[]) => Promise<unknown>>;
      try {
        return ["ok", await services[name]?.(...args)] as const;
      } catch (error) {
        return [codeOf(error)] as const;
      }
    },
    fetchStatus: (path: string): Promise<number | string> =>
      addOn.session.fetch(path).then(({ status }) => status, codeOf),
    paths: () => paths,
    disconnect: () => addOn.disconnect(),
  };
};

export type AddOnHalf = ReturnType<typeof createAddOnHalf>;
