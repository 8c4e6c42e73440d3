import type { Bench } from "./harness/bench.ts";

/** Every bench, by the name `npm run bench -- NAME` knows. */
export const BENCHES = {
  size: async () => (await import("./size/size.ts")).size,
  bff: async () => (await import("./bff/bff.ts")).bff,
  handoff: async () => (await import("./handoff/handoff.ts")).handoff,
  storm: async () => (await import("./storm/storm.ts")).stormBench,
  defects: async () => (await import("./defects/defects.ts")).defects,
  vault: async () => (await import("./vault/vault.ts")).vaultBench,
  soak: async () => (await import("./soak/soak.ts")).soak,
  leaks: async () => (await import("./leaks/leaks.ts")).leaks,
  resilience: async () => (await import("./resilience/resilience.ts")).resilience,
} as const satisfies Record<string, () => Promise<Bench>>;

export const loadBench = (name: string): Promise<Bench> => {
  const load = Object.entries(BENCHES).find(([known]) => known === name)?.[1];
  if (!load) throw new RangeError(`No bench is called ${name}.`);
  return load();
};
