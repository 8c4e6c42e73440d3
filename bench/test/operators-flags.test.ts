import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPERATORS_FLAGS } from "../src/bff/contenders.ts";

it("ours is measured with the flags that privage-bff gives itself", () => {
  const bin = readFileSync(new URL("../../packages/bff/bin/privage-bff.mjs", import.meta.url), "utf8");
  const [, list = ""] = /^const FLAGS = \[(.*?)\];$/ms.exec(bin) ?? [];
  expect([...list.matchAll(/"(.*?)"/g)].map(([, flag]) => flag)).toEqual(OPERATORS_FLAGS);
});
