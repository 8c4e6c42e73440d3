// @vitest-environment happy-dom
import type { useInfiniteQuery } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as sdk from "../../src/react/index.ts";
import { createFakeHost, type FakeHost } from "../../src/testing/index.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const BFF = "https://bff.test";

let root: Root;
let host: FakeHost;
const text = () => document.body.textContent;

const settle = () =>
  act(async () => {
    await host.clock.advance(0);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await host.clock.advance(0);
  });

/** What the BFF was asked, and an answer for each list of it: two pages of one row. */
const asked: string[] = [];
const bff = (url: URL): Response => {
  asked.push(url.pathname + url.search);
  const cursor = url.searchParams.get("cursor");
  return Response.json({
    data: [{ id: cursor ?? "first" }],
    pagination: { limit: 1, has_more: !cursor, next_cursor: cursor ? null : "second" },
  });
};

beforeEach(() => {
  asked.length = 0;
  document.body.innerHTML = "<div></div>";
  root = createRoot(document.body.firstElementChild as HTMLElement);
  host = createFakeHost();
});
afterEach(() => act(async () => root.unmount()));

const show = async (content: React.ReactNode) => {
  const { fetch } = host.connectOptions;
  const addOn = await host.clock.run(
    host.connect({
      fetch: async (input, init) => {
        const url = new URL(String(input));
        return url.origin === BFF ? bff(url) : (fetch as typeof globalThis.fetch)(input, init);
      },
    }),
  );
  const provided = (
    <sdk.AddOnProvider addOn={addOn} clock={host.clock} bffBaseUrl={BFF}>
      {content}
    </sdk.AddOnProvider>
  );
  await act(async () => root.render(provided));
  await settle();
};

type Pages = ReturnType<typeof useInfiniteQuery<{ readonly data: readonly { readonly id?: string }[] }>>;

describe("resources of the point of sale", () => {
  const lists: Record<string, () => unknown> = {
    "/sales": () => sdk.useSales({ from: "2026-04-10", to: "2026-04-17" }),
    "/products": () => sdk.useProducts({ q: "tea" }),
    "/inventory/movements": () => sdk.useInventoryMovements(),
    "/purchase-orders": () => sdk.usePurchaseOrders(),
    "/suppliers": () => sdk.useSuppliers(),
    "/customers": () => sdk.useCustomers(),
  };
  for (const [path, useList] of Object.entries(lists)) {
    it(`${path} come page by page, each asked for with the cursor of the one before`, async () => {
      const List = () => {
        // The hooks differ in their rows only.
        const { data, fetchNextPage } = useList() as Pages;
        const rows = data?.pages.flatMap((page) => page.data.map(({ id }) => id)) ?? [];
        return (
          <button type="button" onClick={() => fetchNextPage()}>
            {rows.join(" ")}
          </button>
        );
      };
      await show(<List />);
      expect(text()).toBe("first");
      await act(async () => document.querySelector("button")?.click());
      await settle();
      expect(text()).toBe("first second");
      expect(asked.map((each) => each.split("?")[0])).toEqual([`/partner${path}`, `/partner${path}`]);
      expect(asked[0]).not.toContain("cursor");
      expect(asked[1]).toContain("cursor=second");
    });
  }
});
