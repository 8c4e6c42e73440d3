// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import { AddOnProvider, useAddPoints, useCreateCouponSet } from "../../src/react/index.ts";
import { createFakeHost } from "../../src/testing/index.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const WRITES = {
  "adding points": {
    path: "/add/points",
    useIt: useAddPoints,
    request: { card_no: "001", method: 2, points: 20 },
  },
  "creating a coupon set": {
    path: "/coupon/sets",
    useIt: useCreateCouponSet,
    request: { name: "Set", type: "GENERATE", quantity: 1 },
  },
} as const;

for (const [what, { path, useIt, request }] of Object.entries(WRITES)) {
  it(`rule 9: ${what} is sent once, whatever an app's own query client says about repeating mutations`, async () => {
    document.body.innerHTML = "<div></div>";
    const root = createRoot(document.body.firstElementChild as HTMLElement);
    const host = createFakeHost();
    const addOn = await host.clock.run(host.connect());
    host.privage.fail({ fault: "commit-then-reset", method: "POST", path, times: 9 });
    host.privage.fail({ fault: "status", status: 403, path: "/transactions", times: 9 });
    const queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 2, retryDelay: 0 } } });
    const Button = () => {
      const { mutate, error } = useIt();
      return (
        <button type="button" onClick={() => (mutate as (request: object) => void)(request)}>
          {String(error && "code" in error && error.code)}
        </button>
      );
    };
    const settle = () =>
      act(async () => {
        await host.clock.advance(0);
        await new Promise((resolve) => setTimeout(resolve, 0));
        await host.clock.advance(0);
      });
    await act(async () =>
      root.render(
        <AddOnProvider addOn={addOn} queryClient={queryClient} clock={host.clock}>
          <Button />
        </AddOnProvider>,
      ),
    );
    await settle();
    await act(async () => document.querySelector("button")?.click());
    for (let turn = 0; turn < 3; turn++) await settle();
    expect(document.body.textContent).toBe("OUTCOME_UNKNOWN");
    expect(
      host.privage.requests.filter((each) => each.startsWith("POST") && each.endsWith(path)),
    ).toHaveLength(1);
    await act(async () => root.unmount());
  });
}
