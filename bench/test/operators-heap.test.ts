import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPERATORS_HEAP } from "../src/bff/contenders.ts";

it("ours is measured with the limits of the heap that privage-bff gives itself", () => {
  const bin = readFileSync(new URL("../../packages/bff/bin/privage-bff.mjs", import.meta.url), "utf8");
  for (const flag of OPERATORS_HEAP) expect(bin).toContain(`"${flag}"`);
});
