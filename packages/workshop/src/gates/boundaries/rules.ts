/**
 * Who may import whom (design §2): apps → one package each → contracts. The first zone whose folder holds a file decides.
 * `workspace` names the packages of ours it may import; `never` lists outside packages it may not.
 */
export interface Zone {
  readonly folder: string;
  readonly workspace: readonly string[];
  readonly never?: readonly string[];
}

const REACT = ["react", "react-dom", "zustand", "@tanstack/react-query"];
const our = (...names: string[]) => names.map((name) => `@privage-addons/${name}`);

const ZONES: readonly Zone[] = [
  { folder: "packages/contracts/test", workspace: our("contracts", "simulator", "test-support") },
  { folder: "packages/contracts", workspace: our("contracts"), never: REACT },

  { folder: "packages/host-bridge/src/react", workspace: our("contracts") },
  { folder: "packages/host-bridge/src", workspace: our("contracts"), never: REACT },
  { folder: "packages/host-bridge", workspace: our("contracts", "host-bridge", "simulator", "test-support") },

  { folder: "packages/addon-sdk/src/react", workspace: our("contracts") },
  { folder: "packages/addon-sdk/src", workspace: our("contracts"), never: REACT },
  { folder: "packages/addon-sdk", workspace: our("contracts", "addon-sdk", "simulator", "test-support") },

  { folder: "packages/bff/src", workspace: our("contracts"), never: REACT },
  { folder: "packages/bff", workspace: our("contracts", "bff", "simulator", "test-support"), never: REACT },

  { folder: "packages/simulator/src", workspace: our("contracts"), never: REACT },
  { folder: "packages/simulator", workspace: our("contracts", "simulator", "test-support"), never: REACT },

  { folder: "packages/test-support", workspace: [] },
  {
    folder: "packages/workshop",
    workspace: our("contracts", "simulator", "management-site", "test-support"),
  },

  { folder: "apps/management-site", workspace: our("host-bridge", "contracts") },
  { folder: "apps/loyalty-desk", workspace: our("addon-sdk", "contracts") },
  { folder: "apps/bff", workspace: our("bff") },

  { folder: "e2e/pages", workspace: our("addon-sdk", "host-bridge", "test-support") },
  { folder: "e2e", workspace: our("test-support") },
  {
    folder: "bench",
    workspace: our("contracts", "host-bridge", "addon-sdk", "bff", "simulator", "test-support"),
  },
];

/** The zone of a file, or undefined for files that no rule speaks of (root configuration). */
export const zoneOf = (file: string): Zone | undefined =>
  ZONES.find(({ folder }) => file.startsWith(`${folder}/`));
