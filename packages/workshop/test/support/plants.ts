import { createHash } from "node:crypto";

/** A violation, and what the gate that is there for it must say. */
export interface Plant {
  readonly what: string;
  readonly gate: string;
  readonly file: string;
  readonly edit: (text: string) => string;
  /** Part of what the gate says about it. */
  readonly says: string;
}

const append = (text: string) => (before: string) => `${before}\n${text}`;

/** So many times 64 bytes that no compression makes smaller, as text. */
const noise = (blocks: number) =>
  Array.from({ length: blocks }, (_, index) =>
    createHash("sha512").update(String(index)).digest("base64"),
  ).join("");

/** Violations that `packages/contracts` alone can hold: gates that read every file are slow on the whole repository. */
export const PLANTS_IN_CONTRACTS: readonly Plant[] = [
  {
    what: "a type error",
    gate: "types",
    file: "packages/contracts/src/errors/codes.ts",
    edit: append('export const wrong: number = "text";\n'),
    says: "error TS2322: Type 'string' is not assignable to type 'number'",
  },
  {
    what: "a formatting error",
    gate: "format and lint",
    file: "packages/contracts/src/errors/codes.ts",
    edit: append("export   const badlySpaced = 1\n"),
    says: "packages/contracts/src/errors/codes.ts format",
  },
  {
    what: "a promise that nobody waits for",
    gate: "format and lint",
    file: "packages/contracts/src/errors/codes.ts",
    edit: append(
      "const work = async (): Promise<void> => {};\nexport const start = (): void => {\n  work();\n};\n",
    ),
    says: "noFloatingPromises",
  },
  {
    what: "a document that changed after its types were generated",
    gate: "generated files",
    file: "packages/contracts/openapi/partner/oauth.yaml",
    edit: (text) => text.replace("operationId: issueToken", "operationId: issueAnotherToken"),
    says: "packages/contracts/src/upstream/generated/partner-operations.gen.ts",
  },
  {
    what: "two operations of one name",
    gate: "OpenAPI documents",
    file: "packages/contracts/openapi/partner/oauth.yaml",
    edit: (text) => text.replace("operationId: issueToken", "operationId: listSales"),
    says: "operation-operationId-unique",
  },
];

/** Violations that show only in the whole. */
export const PLANTS: readonly Plant[] = [
  {
    what: "a forbidden import between packages",
    gate: "boundaries",
    file: "packages/addon-sdk/src/index.ts",
    edit: append('import "@privage-addons/bff";\n'),
    says: "packages/addon-sdk/src may not import @privage-addons/bff",
  },
  {
    what: "React in the core of the host bridge",
    gate: "boundaries",
    file: "packages/host-bridge/src/index.ts",
    edit: append('import "react";\n'),
    says: "must know nothing of react",
  },
  {
    what: "a relative import that leaves its package",
    gate: "boundaries",
    file: "packages/bff/src/index.ts",
    edit: append('export * from "../../simulator/src/index.ts";\n'),
    says: "leaves packages/bff",
  },
  {
    what: "an unused export",
    gate: "unused code",
    file: "packages/addon-sdk/src/session/backoff.ts",
    edit: append("export const nobodyUsesThis = 1;\n"),
    says: "nobodyUsesThis",
  },
  {
    what: "a figure that no result file has",
    gate: "figures",
    file: "docs/benchmarks.md",
    edit: append("A thousand times faster than all others.\n"),
    says: "docs/benchmarks.md says something else than bench/results",
  },
  {
    what: "code whose size was not measured again",
    gate: "figures",
    file: "packages/addon-sdk/src/connect/connect-to-host.ts",
    edit: append(`Object.assign(globalThis, { noise: "${noise(1)}" });\n`),
    says: "bench/results/size.json is of other code (addon-sdk: connectToHost): run npm run bench -- size",
  },
  {
    what: "an error code without an entry in its page",
    gate: "documents",
    file: "docs/errors.md",
    edit: (text) => text.replace("### NO_SDK\n", "### NO_SUCH_CODE\n"),
    says: "docs/errors.md has no entry for NO_SDK",
  },
  {
    what: "a dependency that the lock file does not hold",
    gate: "lock file",
    file: "packages/contracts/package.json",
    edit: (text) => text.replace(/"@redocly\/cli": "[^"]+"/, '"@redocly/cli": "^99.0.0"'),
    says: "@redocly/cli",
  },
  {
    what: "a lock file without another machine's optional package",
    gate: "lock file",
    file: "package-lock.json",
    edit: (text) => {
      const lock = JSON.parse(text);
      delete lock.packages["node_modules/@esbuild/aix-ppc64"];
      return JSON.stringify(lock, undefined, 2);
    },
    says: "@esbuild/aix-ppc64",
  },
  {
    what: "the address of a registry in a lock file",
    gate: "lock file",
    file: "bench/package-lock.json",
    edit: (text) => text.replace('"integrity":', '"resolved": "https://registry.example/x", "integrity":'),
    says: "bench/package-lock.json names the address of a registry",
  },
  {
    what: "more code than the add-on's bootstrap may have",
    gate: "bundle budgets",
    file: "packages/addon-sdk/src/connect/connect-to-host.ts",
    edit: append(`Object.assign(globalThis, { noise: "${noise(60)}" });\n`),
    says: "the ceiling is",
  },
  {
    what: "more code than Loyalty Desk may load before its first screen",
    gate: "first load",
    file: "apps/loyalty-desk/src/main.tsx",
    edit: append(`Object.assign(globalThis, { noise: "${noise(600)}" });\n`),
    says: "Loyalty Desk's first load",
  },
  {
    what: "an entry point that leads nowhere",
    gate: "package validity",
    file: "packages/contracts/package.json",
    edit: (text) => text.replace("./dist/upstream/privage.js", "./dist/upstream/no-such-file.js"),
    says: "no-such-file.js",
  },
];
