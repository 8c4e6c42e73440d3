/** Every bench still works: our own side of each, for seconds, without a peer's package. No figure of it is kept. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";

const run = promisify(execFile);
const main = resolve(import.meta.dirname, "../src/main.ts");

/** Rejects when the bench could not measure: it ends with another exit code then. */
const measure = async (name: string, ...options: readonly string[]): Promise<string> => {
  const args = ["--conditions=@privage-addons/source", main, name, "--own", "--smoke", ...options];
  return (await run(process.execPath, args, { maxBuffer: 1e7 })).stdout;
};

for (const name of ["size", "bff", "handoff", "vault", "soak", "leaks"]) {
  test(`npm run bench -- ${name} measures our own side`, async () => {
    test.setTimeout(180_000);
    const output = await measure(name);
    expect(output).toContain("▸");
    expect(output).not.toContain("NaN");
  });
}

test("npm run bench -- bff --beside measures the BFF of another clone in the same run", async () => {
  test.setTimeout(180_000);
  const anotherClone = resolve(import.meta.dirname, "../..");
  expect(await measure("bff", "--beside", anotherClone)).toMatch(/^ +privage-bff of [0-9a-f]{7}.* \d/m);
});

// What these promise does not depend on how busy the machine is.
for (const name of ["storm", "defects", "resilience"]) {
  test(`npm run bench -- ${name} keeps every promise of our own side`, async () => {
    test.setTimeout(180_000);
    const output = await measure(name);
    expect(output).toMatch(/^met: /m);
    expect(output).not.toMatch(/^missed: /m);
  });
}
