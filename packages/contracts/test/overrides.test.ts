import {
  createOverriddenFetch,
  createTranslator,
  invertRenames,
  parseOverrides,
  renameFields,
} from "@privage-addons/contracts/overrides";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["a list", [], "top level"],
  ["an unknown platform", { shopify: {} }, "shopify"],
  ["an unknown operation", { privage: { flyAway: {} } }, "privage.flyAway"],
  ["an unknown correction", { privage: { getProfile: { url: "/x" } } }, "privage.getProfile.url"],
  ["a path with a query", { privage: { getProfile: { path: "/x?y=1" } } }, "privage.getProfile.path"],
  ["a path without its parameter", { privage: { checkCoupon: { path: "/x" } } }, "privage.checkCoupon.path"],
  ["a method that is none", { privage: { getProfile: { method: "FETCH" } } }, "privage.getProfile.method"],
  [
    "a rename to nothing",
    { privage: { getProfile: { response: { points: "" } } } },
    "privage.getProfile.response",
  ],
  [
    "two fields with one name",
    { privage: { getProfile: { response: { points: "x", tier: "x" } } } },
    "getProfile.response",
  ],
  [
    "an operation on another one's method and path",
    { privage: { getProfile: { path: "/v2/connect/campaigns" } } },
    "has the method and path of",
  ],
])("%s is refused, and the message names the place", (_, value, place) => {
  expect(() => parseOverrides(value)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining(place) }),
  );
});

test("the contracts themselves need no correction on any platform", () => {
  const none = { privage: {}, partner: {}, haravan: {} };
  expect(parseOverrides(none)).toEqual(none);
});

const key = fc.oneof(fc.constantFrom("a", "b"), fc.string());
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), tie("list"), tie("object")),
  list: fc.array(tie("json"), { maxLength: 3 }),
  object: fc.dictionary(key, tie("json"), { maxKeys: 4 }),
}));

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, part]) => [
        ...(Array.isArray(value) ? [] : [key]),
        ...keysOf(part),
      ])
    : [];

test("renaming there and back again changes nothing, for any JSON", () => {
  const renames = { a: "x", b: "y" };
  fc.assert(
    fc.property(json, (value) => {
      // Values that hold a wire name already could not be told apart.
      fc.pre(!keysOf(value).some((key) => key === "x" || key === "y"));
      const there = renameFields(value, renames);
      expect(keysOf(there)).toEqual(
        keysOf(value).map((key) => (key === "a" ? "x" : key === "b" ? "y" : key)),
      );
      expect(renameFields(there, invertRenames(renames))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("only calls that a correction concerns are translated; the query and encoded segments survive", () => {
  const translate = createTranslator("privage", {
    privage: {
      checkCoupon: { path: "/v3/coupons/{code}" },
      getProfile: { query: { phone_number: "phone no" } },
    },
  });
  expect(translate("GET", "/v2/connect/campaigns")).toBeUndefined();
  expect(translate("POST", "/v2/connect/coupon/check/A")).toBeUndefined();
  expect(translate("GET", "/v2/connect/coupon/check/a%2Fb?x=1")?.path).toBe("/v3/coupons/a%2Fb?x=1");
  expect(translate("GET", "/v2/connect/profile?phone_number=%2B66&%ff=1")?.path).toBe(
    "/v2/connect/profile?phone%20no=%2B66&%ff=1",
  );
});

test("a call that a fixed path of the contract names is not the corrected one with a parameter", () => {
  const translate = createTranslator("haravan", {
    haravan: { getOrder: { path: "/com/v2/orders/{id}.json" } },
  });
  expect(translate("GET", "/com/orders/count.json")).toBeUndefined();
  expect(translate("GET", "/com/orders/7.json")?.path).toBe("/com/v2/orders/7.json");
});

test("an answer that is not the JSON it claims to be reaches the caller as it came", async () => {
  const headers = { "content-type": "application/json" };
  const corrected = createOverriddenFetch({
    platform: "privage",
    baseUrl: "/privage",
    overrides: { privage: { getProfile: { response: { points: "p" } } } },
    fetch: async () => new Response('{"p":', { headers }),
  });
  expect(await (await corrected("/privage/v2/connect/profile")).text()).toBe('{"p":');
});
