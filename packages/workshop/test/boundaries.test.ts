import { describe, expect, it } from "vitest";
import { violationOf } from "../src/gates/boundaries/boundaries.ts";
import { importsOf } from "../src/gates/boundaries/imports.ts";
import { zoneOf } from "../src/gates/boundaries/rules.ts";

const check = (file: string, specifier: string) => {
  const zone = zoneOf(file);
  if (!zone) throw new Error(`${file} is in no zone`);
  return violationOf(file, specifier, zone);
};

describe("the import rules", () => {
  it("read every form of import", () => {
    const source = `
      import a from "one"; import type { B } from "two"; import "three";
      export { c } from "four"; export * from "five"; const d = await import("six");
    `;
    expect(importsOf("x.ts", source).sort()).toEqual(["five", "four", "one", "six", "three", "two"]);
  });

  it.each([
    ["apps/loyalty-desk/src/main.tsx", "@privage-addons/addon-sdk/react"],
    ["packages/addon-sdk/src/session/session.ts", "@privage-addons/contracts"],
    ["packages/addon-sdk/src/react/provider.tsx", "react"],
    ["packages/bff/test/partner.test.ts", "@privage-addons/simulator"],
    ["packages/bff/src/index.ts", "./config/config.ts"],
  ])("let %s import %s", (file, specifier) => {
    expect(check(file, specifier)).toBeUndefined();
  });

  it.each([
    ["apps/loyalty-desk/src/main.tsx", "@privage-addons/host-bridge"],
    ["packages/host-bridge/src/index.ts", "@privage-addons/addon-sdk"],
    ["packages/addon-sdk/src/session/session.ts", "react"],
    ["packages/bff/src/index.ts", "@privage-addons/simulator"],
    ["packages/bff/src/index.ts", "../../simulator/src/index.ts"],
    ["e2e/specs/a.spec.ts", "@privage-addons/contracts"],
  ])("keep %s from importing %s", (file, specifier) => {
    expect(check(file, specifier)).toBeTypeOf("string");
  });
});
