/** Each gate of `npm run check` is shown to fail: a violation is planted in a copy of the repository, and the gate is run. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runScript } from "../src/lib/run.ts";
import { type Copy, copyRepository } from "./support/copy.ts";
import { PLANTS, PLANTS_IN_CONTRACTS, type Plant } from "./support/plants.ts";

/** The workshop is there to run the gates, not to be looked at. */
const isContracts = (file: string) =>
  file.startsWith("packages/contracts/") ||
  (file.startsWith("packages/workshop/") && !file.endsWith("/tsconfig.json")) ||
  !/^(packages|apps|bench|e2e|docs)\//.test(file);

/** A backstop: the slowest gate builds five packages, and the machine may have twenty other things to do. */
const DEADLINE_MS = 400_000;

describe.each([
  ["all of it", () => true, PLANTS],
  ["the contracts alone", isContracts, PLANTS_IN_CONTRACTS],
] as const)("npm run check, on a copy of %s", (_, keeps, plants: readonly Plant[]) => {
  let copy: Copy;
  beforeAll(() => {
    copy = copyRepository(keeps);
  }, DEADLINE_MS);
  afterAll(() => copy.remove());

  it.each(plants)("fails when $what is planted", { timeout: DEADLINE_MS }, ({ gate, file, edit, says }) => {
    const takeBack = copy.change(file, edit);
    try {
      const { status, output } = copy.check(gate);
      expect(output).toContain(says);
      expect(output).not.toContain("The gate itself broke");
      expect(status).toBe(1);
    } finally {
      takeBack();
    }
  });
});

it("npm run check names the gates there are when asked for one that does not exist", {
  timeout: DEADLINE_MS,
}, async () => {
  const { code, output } = await runScript("packages/workshop/src/commands/check.ts", ["no such gate"]);
  expect(code).toBe(2);
  expect(output).toContain("No gate is called no such gate. There are: format and lint, types, boundaries,");
});
