import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AddOnPlace, addOnAddress, routeOf } from "../src/router/routes.ts";

const placeOf = (address: string) => {
  const { pathname, searchParams } = new URL(address, "https://site.example");
  return { path: pathname, query: searchParams };
};

const segment = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const search = fc.array(fc.tuple(segment, fc.string({ maxLength: 8 })), { maxLength: 3 }).map((pairs) => {
  const query = new URLSearchParams(pairs.filter(([name]) => name !== "beside"));
  return query.size > 0 ? `?${query}` : "";
});
const addOnPlace: fc.Arbitrary<AddOnPlace> = fc
  .tuple(segment, fc.array(segment, { maxLength: 4 }), search)
  .map(([key, segments, query]) => ({ key, path: `/${segments.join("/")}${query}` }));

describe("the site's addresses", () => {
  test("lead back to the add-ons and paths they were made of", () => {
    fc.assert(
      fc.property(addOnPlace, fc.option(addOnPlace, { nil: undefined }), (main, beside) => {
        expect(routeOf(placeOf(addOnAddress(main, beside)))).toEqual({
          screen: "add-on",
          main,
          ...(beside && { beside }),
        });
      }),
    );
  });

  test("never leave the site, whatever path an add-on asks for", () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const address = addOnAddress({ key: "loyalty-desk", path: `/${path}` });
        expect(new URL(address, "https://site.example").origin).toBe("https://site.example");
      }),
    );
  });

  test("show a second add-on when the site does, and never because an add-on's own query says so", () => {
    const address = addOnAddress({ key: "loyalty-desk", path: "/members?beside=other&page=2" });
    expect(routeOf(placeOf(address))).toEqual({
      screen: "add-on",
      main: { key: "loyalty-desk", path: "/members?page=2" },
    });
  });

  test.each([
    ["/", "catalogue"],
    ["/add-ons", "catalogue"],
    ["/add-ons/", "catalogue"],
    ["/add-ons/loyalty-desk", "add-on"],
    ["/settings", "not-found"],
  ])("%s shows the %s screen", (address, screen) => {
    expect(routeOf(placeOf(address)).screen).toBe(screen);
  });
});
