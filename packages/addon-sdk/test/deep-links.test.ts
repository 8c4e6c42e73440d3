// @vitest-environment happy-dom
import { createMemoryRouter } from "react-router";
import { beforeEach, describe, expect, it } from "vitest";
import { type AddOn, followHistory, followRouter } from "../src/index.ts";
import { createFakeHost, type FakeHost } from "../src/testing/index.ts";

let host: FakeHost;
let addOn: AddOn;
const moves = () => host.serviceCalls.filter(({ name }) => name === "navigate").map(({ request }) => request);

beforeEach(async () => {
  host = createFakeHost({
    context: { placement: { path: "/members/42?tab=points" } },
    services: { navigate: () => {} },
  });
  addOn = await host.clock.run(host.connect());
});

describe("deep links", () => {
  it("follow a React router, both ways and without an echo", async () => {
    const router = createMemoryRouter([{ path: "*", element: null }]);
    const stop = followRouter(addOn, router);
    expect(router.state.location).toMatchObject({ pathname: "/members/42", search: "?tab=points" });
    await router.navigate("/coupons#new");
    await router.navigate("/coupons?page=2", { replace: true });
    await host.navigated("/sales");
    expect(router.state.location.pathname).toBe("/sales");
    await host.clock.advance(0);
    expect(moves()).toEqual([
      { path: "/coupons#new", replace: false },
      { path: "/coupons?page=2", replace: true },
    ]);
    stop();
    await router.navigate("/elsewhere");
    await host.clock.advance(0);
    expect(moves()).toHaveLength(2);
  });

  it("follow the browser's history: the site owns the entries, the add-on's are replaced", async () => {
    const entries = history.length;
    const popped: string[] = [];
    addEventListener("popstate", () => popped.push(location.pathname));
    const stop = followHistory(addOn);
    expect(location.pathname + location.search).toBe("/members/42?tab=points");
    history.pushState(null, "", "/coupons");
    await host.navigated("/sales");
    expect(location.pathname).toBe("/sales");
    expect(popped).toEqual(["/members/42", "/sales"]);
    await host.clock.advance(0);
    expect(moves()).toEqual([{ path: "/coupons", replace: false }]);
    expect(history.length).toBe(entries);
    stop();
    history.replaceState(null, "", "/free");
    await host.clock.advance(0);
    expect(moves()).toHaveLength(1);
  });
});
