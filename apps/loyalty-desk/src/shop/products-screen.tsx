import { addDecimals, compareDecimals } from "@privage-addons/addon-sdk";
import { PackageOpen } from "lucide-react";
import { useBusiness } from "../app/business.ts";
import { PagedList } from "../app/paged-list.tsx";
import { Screen } from "../app/screen.tsx";
import { type Product, useProducts, useShop } from "../data/shop.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Empty } from "../ui/feedback.tsx";
import { shopMessages } from "./messages.ts";
import { ShopProblem } from "./shop-problem.tsx";

/** What the shop sells, with price and stock over all variants. */
export const ProductsScreen = () => {
  const t = useMessages(shopMessages);
  const format = useFormat();
  const business = useBusiness();
  const currency = useShop().data?.currency ?? business.currency;
  const query = useProducts();

  const price = (product: Product): string => {
    const prices = (product.variants ?? []).map((variant) => `${variant.price}`).toSorted(compareDecimals);
    const [lowest, highest] = [prices[0], prices.at(-1)];
    if (lowest === undefined || highest === undefined) return "–";
    const shown = format.money(lowest, currency);
    return compareDecimals(lowest, highest) === 0 ? shown : t.fromPrice(shown);
  };
  const stock = (product: Product) =>
    addDecimals(...(product.variants ?? []).map((variant) => variant.inventory_quantity));

  return (
    <Screen title={t.products}>
      <PagedList
        query={query}
        loading={t.loading}
        frame="card"
        problem={<ShopProblem query={query} />}
        empty={
          <Empty icon={PackageOpen} title={t.noProducts}>
            <p>{t.noProductsNext}</p>
          </Empty>
        }
      >
        {(products) => (
          <DataTable
            caption={t.products}
            rows={products}
            rowKey={(product) => `${product.id}`}
            columns={[
              { key: "product", header: t.product, cell: (product) => product.title ?? "–" },
              {
                key: "vendor",
                header: t.vendor,
                hideBelow: "medium",
                cell: (product) => product.vendor || "–",
              },
              {
                key: "variants",
                header: t.variants,
                align: "end",
                hideBelow: "medium",
                cell: (product) => format.number(product.variants?.length ?? 0),
              },
              {
                key: "stock",
                header: t.stock,
                align: "end",
                cell: (product) => format.number(stock(product)),
              },
              { key: "price", header: t.price, align: "end", cell: price },
            ]}
          />
        )}
      </PagedList>
    </Screen>
  );
};
