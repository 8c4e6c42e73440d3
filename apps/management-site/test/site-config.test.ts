import { describe, expect, test } from "vitest";
import { parseSiteConfig } from "../src/config/site-config.ts";

const desk = {
  key: "loyalty-desk",
  appconnectId: 42,
  title: "Loyalty Desk",
  src: "https://desk.example/",
};
const json = (patch: object, addOn: object = {}) =>
  JSON.stringify({ privageBaseUrl: "https://core.example", addOns: [{ ...desk, ...addOn }], ...patch });

describe("the site's configuration", () => {
  test("is read, and a trailing slash of Privage's address dropped", () => {
    expect(parseSiteConfig(json({ privageBaseUrl: "https://core.example/" }))).toEqual({
      privageBaseUrl: "https://core.example",
      addOns: [desk],
    });
  });

  test("names the simulators where there are some", () => {
    const at = (name: string) => `https://${name}.example`;
    const simulators = { privage: at("privage"), partner: at("partner"), haravan: at("haravan") };
    expect(parseSiteConfig(json({ simulators })).simulators).toEqual(simulators);
  });

  test.each([
    ["simulators.partner", json({ simulators: { privage: "https://privage.example", haravan: "x" } })],
    ["privageBaseUrl", json({ privageBaseUrl: "javascript:alert(1)" })],
    ["addOns", json({ addOns: {} })],
    ["addOns[0].key", json({}, { key: "../desk" })],
    ["addOns[0].appconnectId", json({}, { appconnectId: "42" })],
    ["addOns[0].title", json({}, { title: "" })],
    ["addOns[0].src", json({}, { src: "data:text/html,x" })],
    ["addOns[].key", json({ addOns: [desk, desk] })],
  ])("is refused with the name of the field that is wrong: %s", (field, text) => {
    expect(() => parseSiteConfig(text)).toThrow(`Site configuration: ${field} must be`);
  });
});
