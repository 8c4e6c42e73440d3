/** The SDK's Partner and Haravan clients in a real frame of the real Management Site, through the running BFF. */
import type { Frame, Page } from "@playwright/test";
import { bundlePage } from "@privage-addons/test-support/bundle-page";
import type { DemoUrls } from "../../demo-stack.ts";
import { expect, test } from "../../fixtures.ts";
import { openDeskAt } from "../loyalty-desk/desk.ts";

const DAY_MS = 86_400_000;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** The desk's frame, with the SDK's clients at hand. */
const openClients = async (page: Page, urls: DemoUrls): Promise<Frame> => {
  await page.addInitScript(await bundlePage(new URL("../../pages/sdk-clients.ts", import.meta.url)));
  await openDeskAt(page, urls);
  const frame = page.frames().find((each) => each.url().startsWith(urls.addOn));
  if (!frame) throw new Error("The desk has no frame.");
  return frame;
};

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);

/** Any of a kind of row, for what it says about itself. */
const anyOf = <T>(rows: readonly T[]): T => {
  const [first] = rows;
  if (first === undefined) throw new Error("There is no row.");
  return first;
};

test("Partner: sales of more than 30 days come in two windows and by cursor, each of them once", async ({
  page,
  urls,
  simulators,
}) => {
  const frame = await openClients(page, urls);
  // Not from the very first day there is: at midnight that one passes.
  const days = { from: day(29), to: day(-2) };
  const refused = await frame.evaluate(async ({ from, to }) => {
    const { session } = await window.sdk.connect();
    return (await session.fetch(`/sales?from=${from}&to=${to}`, { baseUrl: "/partner" })).status;
  }, days);
  expect(refused, "the platform gives 30 days at a time").toBe(400);

  const before = (await simulators.requests("partner")).length;
  const sales = await frame.evaluate(async (window_) => {
    const { partner } = await window.sdk.connect();
    const rows = await window.sdk.all(partner.sales.iterate({ ...window_, limit: 50 }));
    return rows.map(({ id, total }) => ({ id, total }));
  }, days);
  expect(new Set(sales.map(({ id }) => id)).size).toBe(sales.length);
  for (const { total } of sales) expect(total).toMatch(DECIMAL);
  const asked = (await simulators.requests("partner")).slice(before).map(({ path }) => path);
  const pages = asked.filter((path) => path.includes("/sales?"));
  expect(new Set(pages.map((path) => /from=([\d-]+)/.exec(path)?.[1])).size).toBe(2);
  expect(pages.some((path) => path.includes("cursor="))).toBe(true);
});

test("Partner: products, stock, purchases, customers and reports arrive as the contract says", async ({
  page,
  urls,
}) => {
  const frame = await openClients(page, urls);
  const read = await frame.evaluate(async () => {
    const { partner } = await window.sdk.connect();
    const { data: inventory } = await partner.inventory.list({ limit: 5 });
    const { warehouse_id = "", branch_id = "" } = inventory[0] ?? {};
    const orders = await partner.purchaseOrders.list({ limit: 1 });
    const sales = await partner.sales.list({ limit: 1 });
    return {
      products: await window.sdk.all(partner.products.iterate({ is_active: true })),
      inventory,
      movements: (await partner.inventoryMovements.list({ warehouse_id, limit: 1 })).data,
      suppliers: (await partner.suppliers.list({ limit: 1 })).data,
      customers: (await partner.customers.list({ limit: 1 })).data,
      orderItems: await partner.purchaseOrders.items(orders.data[0]?.id ?? ""),
      saleItems: await partner.sales.items(sales.data[0]?.id ?? ""),
      stock: await partner.reports.inventorySummary({ warehouse_id }),
      sums: await partner.reports.salesSummary({ branch_id }),
    };
  });
  expect(new Set(read.products.map(({ id }) => id)).size).toBe(read.products.length);
  for (const rows of [read.products, read.inventory, read.movements, read.suppliers, read.customers]) {
    expect(rows.length).toBeGreaterThan(0);
  }
  expect(anyOf(read.orderItems)).toHaveProperty("id");
  expect(anyOf(read.saleItems)).toHaveProperty("id");
  expect(read.stock.total_stock_value).toMatch(DECIMAL);
  expect(read.sums.average_order_value).toMatch(DECIMAL);
});

test("Haravan: shop, orders and products; ids and money keep every digit, no row comes twice", async ({
  page,
  urls,
}) => {
  const frame = await openClients(page, urls);
  const read = await frame.evaluate(async () => {
    const { haravan } = await window.sdk.connect();
    const [product] = await haravan.products.list({ limit: 1 });
    const [order] = await haravan.orders.list({ limit: 1 });
    return {
      shop: await haravan.shop(),
      orders: (await window.sdk.all(haravan.orders.iterate({ status: "any" }))).map(
        ({ id, total_price }) => ({
          id,
          total_price,
        }),
      ),
      orderCount: await haravan.orders.count({ status: "any" }),
      products: (await window.sdk.all(haravan.products.iterate())).map(({ id }) => id),
      productCount: await haravan.products.count(),
      product,
      sameProduct: await haravan.products.get(product?.id ?? ""),
      order,
      sameOrder: await haravan.orders.get(order?.id ?? ""),
    };
  });
  expect(read.shop).toMatchObject({ id: expect.stringMatching(/^\d+$/), currency: expect.any(String) });
  expect(read.orders.length, "more than Haravan gives at a time").toBeGreaterThan(50);
  expect(read.orders).toHaveLength(read.orderCount);
  expect(new Set(read.orders.map(({ id }) => id)).size).toBe(read.orderCount);
  for (const { total_price } of read.orders) expect(total_price).toMatch(DECIMAL);
  expect(new Set(read.products).size).toBe(read.productCount);
  expect(read.sameProduct.id).toBe(read.product?.id);
  expect(read.sameOrder.id).toBe(read.order?.id);
});

test("connections: what the business is connected to, without a secret", async ({ page, urls }) => {
  const frame = await openClients(page, urls);
  const read = await frame.evaluate(async () => {
    const { connections, partner, haravan } = await window.sdk.connect();
    await Promise.all([partner.products.list({ limit: 1 }), haravan.shop()]);
    return {
      all: await connections.list(),
      partner: await connections.get("partner"),
      haravan: await connections.get("haravan"),
    };
  });
  expect(read.all).toHaveLength(2);
  expect(read.partner).toMatchObject({ provider: "partner", status: "ready" });
  expect(read.haravan).toMatchObject({ provider: "haravan", status: "ready", shop: "cafe01.myharavan.com" });
  expect(JSON.stringify(read)).not.toMatch(/secret|token"/);
});

test("every family of errors arrives typed, with what to do about it", async ({ page, urls, simulators }) => {
  const frame = await openClients(page, urls);
  const fail = (path: string, status: number) =>
    simulators.addFault("partner", {
      match: { path },
      fault: "status",
      status,
      // Longer than a read is repeated for.
      headers: { "retry-after": "120" },
      times: 1,
    });

  const refused = await frame.evaluate(async () => {
    const { partner, haravan, connections, stranger } = await window.sdk.connect();
    const { failureOf } = window.sdk;
    return {
      sale: await failureOf(partner.sales.items("00000000-0000-4000-8000-000000000000")),
      order: await failureOf(haravan.orders.get("1")),
      days: await failureOf(partner.sales.list({ from: "2020-01-01" })),
      stranger: await failureOf(stranger.products.list()),
      otherShop: await failureOf(
        connections.connectHaravan({ shop: "not-ours.myharavan.com", accessToken: "made-up" }),
      ),
      badShop: await failureOf(
        connections.connectHaravan({ shop: "https://evil.test", accessToken: "made-up" }),
      ),
    };
  });
  expect(refused).toMatchObject({
    sale: { code: "UPSTREAM_REJECTED", retryable: false, details: { status: 404 } },
    order: { code: "UPSTREAM_REJECTED", retryable: false, details: { status: 404 } },
    days: { code: "INVALID_ARGUMENT", retryable: false },
    stranger: { code: "UNAUTHENTICATED", retryable: false, details: { status: 401 } },
    otherShop: { code: "NOT_CONNECTED", retryable: false, details: { status: 409 } },
    badShop: { code: "SHOP_NAME_INVALID", retryable: false },
  });
  expect(refused.otherShop.message).toContain("connections add haravan");

  await fail("/suppliers", 429);
  await fail("/customers", 503);
  await simulators.addFault("partner", { match: { path: "/products" }, fault: "hang", times: 1 });
  const failed = await frame.evaluate(async () => {
    const { partner } = await window.sdk.connect();
    const { failureOf } = window.sdk;
    return {
      tooMany: await failureOf(partner.suppliers.list()),
      down: await failureOf(partner.customers.list()),
      silent: await failureOf(partner.products.list({}, { timeoutMs: 2_000 })),
    };
  });
  expect(failed).toMatchObject({
    tooMany: { code: "RATE_LIMITED", retryable: true, details: { status: 429, retryAfterMs: 120_000 } },
    down: { code: "UPSTREAM_UNAVAILABLE", retryable: true, details: { status: 503, retryAfterMs: 120_000 } },
    silent: { code: "CALL_TIMEOUT", retryable: true },
  });
});
