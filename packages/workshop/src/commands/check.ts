/** `npm run check [-- gate …]`: every gate, or those whose names are given. Ends 1 when one finds something. */
import { buildPackages } from "../build/packages.ts";
import { boundaries } from "../gates/boundaries/boundaries.ts";
import { budgets } from "../gates/budgets/budgets.ts";
import { firstLoad } from "../gates/budgets/first-load.ts";
import { documents } from "../gates/documents.ts";
import { figures } from "../gates/figures.ts";
import type { Gate } from "../gates/gate.ts";
import { generated } from "../gates/generated.ts";
import { lockFile } from "../gates/lock-file.ts";
import { openapi } from "../gates/openapi.ts";
import { packages } from "../gates/packages.ts";
import { style } from "../gates/style.ts";
import { types } from "../gates/types.ts";
import { unused } from "../gates/unused.ts";

const built: Gate = {
  ...packages,
  check: async () => [...(await buildPackages()), ...(await packages.check())],
};
const GATES: readonly Gate[] = [
  style,
  types,
  boundaries,
  unused,
  generated,
  lockFile,
  openapi,
  documents,
  figures,
  budgets,
  firstLoad,
  built,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !GATES.some((gate) => gate.name === name));
if (unknown.length > 0) {
  console.error(
    `No gate is called ${unknown.join(", ")}. There are: ${GATES.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

let failed = 0;
for (const gate of GATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const startedAt = performance.now();
  const findings = await gate.check().catch((error: unknown) => [`The gate itself broke: ${String(error)}`]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? "✓" : "✗"} ${gate.name} (${seconds} s)`);
  for (const finding of findings) console.log(`\n${finding}\n`);
  if (findings.length > 0) failed++;
}
console.log(failed === 0 ? "\nEvery gate passed." : `\n${failed} of the gates found something.`);
process.exit(failed === 0 ? 0 : 1);
