/**
 * `npm run bench [-- NAME …] [--quick] [--own] [--minutes N] [--beside FOLDER]`: measures, prints tables, writes
 * `bench/results/NAME.json`.
 * With `--compare` it writes nothing and sets the run beside the published one; it ends with 1 when they differ.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { inspect, parseArgs } from "node:util";
import { BENCHES, loadBench } from "./benches.ts";
import type { BenchOptions } from "./harness/bench.ts";
import { describeCommit } from "./harness/commit.ts";
import { formatTable, formatTarget } from "./harness/format.ts";
import { describeMachine } from "./harness/machine.ts";
import { readResults, writeResult } from "./harness/results.ts";
import { compare } from "./report/compare.ts";

const say = (line = ""): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean" },
    smoke: { type: "boolean" },
    own: { type: "boolean" },
    compare: { type: "boolean" },
    minutes: { type: "string" },
    beside: { type: "string" },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  say(`No bench is called ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`);
  process.exit(2);
}
const beside = values.beside === undefined ? undefined : resolve(values.beside);
if (beside !== undefined && (positionals.join() !== "bff" || !existsSync(join(beside, "node_modules")))) {
  say(
    `--beside is for bff alone, and names a clone of the project in which "npm ci" has run: npm run bench -- bff --beside ../before`,
  );
  process.exit(2);
}

const options: BenchOptions = {
  scope: values.own ? "own" : "all",
  ...(values.minutes !== undefined && { minutes: Number(values.minutes) }),
  ...(beside !== undefined && { beside }),
  effort: values.smoke ? "smoke" : values.quick ? "quick" : "full",
  say: (line) => say(`  ${line}`),
};
const machine = describeMachine();
const commit = describeCommit();
say(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}`,
);
say(`Load before the start: ${machine.loadBefore}`);

let failed = 0;
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const startedAt = Date.now();
  try {
    const bench = await loadBench(name);
    say(`\n${bench.name}: ${bench.title}`);
    const outcome = await bench.run(options);
    for (const table of outcome.tables) say(`\n${formatTable(table)}`);
    for (const target of outcome.targets) say(formatTarget(target));
    const published = values.compare ? readResults().get(name) : undefined;
    if (published) {
      const { table, differing } = compare(outcome, published);
      say(`\n${formatTable(table)}`);
      say(`${differing.length} of ${table.rows.length} differ.`);
      failed += Math.sign(differing.length);
    }
    // Only a full run beside the peers, and nothing else, is worth keeping.
    if (!values.compare && beside === undefined && options.scope === "all" && options.effort === "full")
      writeResult(bench, outcome, {
        effort: options.effort,
        measuredAt: new Date(startedAt).toISOString(),
        durationSeconds: Math.round((Date.now() - startedAt) / 1000),
        machine,
        ...(commit !== undefined && { commit }),
      });
  } catch (error) {
    failed++;
    say(`${name} could not be measured: ${inspect(error)}`);
  }
}
// Pools and browsers are closed by then; whatever still holds the process is not ours to wait for.
process.exit(failed === 0 ? 0 : 1);
