import type { components } from "@privage-addons/contracts/haravan";
import type { Clock } from "../clock/clock.ts";
import { json } from "../server/answer.ts";
import { notFound, unprocessable } from "./errors.ts";
import type { HaravanHandlers } from "./handlers.ts";
import {
  changeTags,
  isWithin,
  type ListQuery,
  matches,
  onlyFields,
  pageOf,
  usualDirection,
} from "./listing.ts";
import { money } from "./money.ts";
import type { Product } from "./product-data.ts";
import type { Shop } from "./shops.ts";

type ProductWrite = components["schemas"]["ProductWrite"]["product"];
type WrittenVariant = NonNullable<ProductWrite["variants"]>[number];
type Variant = Product["variants"][number];

export const showProduct = (product: Product): Product => ({
  ...product,
  variants: product.variants.map((variant) => ({
    ...variant,
    price: money(variant.price),
    compare_at_price: typeof variant.compare_at_price === "number" ? money(variant.compare_at_price) : null,
  })),
});

/** The shop keeps them in the order of their ids. */
const inUsualOrder = (products: readonly Product[], query: ListQuery) =>
  usualDirection(query) === "asc" ? products : products.toReversed();

/** A body may say more than the contract knows of; a variant takes these alone. */
const onlyWritten = ({ title, price, sku }: WrittenVariant) => ({
  ...(title !== undefined && { title }),
  ...(price !== undefined && { price }),
  ...(sku !== undefined && { sku }),
});

type ProductHandlers = Pick<
  HaravanHandlers,
  | "listProducts"
  | "countProducts"
  | "getProduct"
  | "createProduct"
  | "updateProduct"
  | "deleteProduct"
  | "addProductTags"
  | "removeProductTags"
>;

export const createProductHandlers = (clock: Clock): ProductHandlers => {
  const now = () => new Date(clock.now()).toISOString();
  const find = (shop: Shop, id: number) => shop.products.find((product) => product.id === id);
  const replace = (shop: Shop, changed: Product) => {
    shop.products = shop.products.map((product) => (product.id === changed.id ? changed : product));
    return json(200, { product: showProduct(changed) });
  };
  /** By their places: what is written of one says nothing of its stock, and whatever else it leaves out stays. */
  const variantsOf = (
    productId: number,
    written: ProductWrite["variants"] = [{}],
    present: readonly Variant[] = [],
  ): Variant[] =>
    written.map((variant, index) => ({
      id: productId * 10 + index,
      product_id: productId,
      title: "Default Title",
      price: 0,
      compare_at_price: null,
      sku: null,
      barcode: null,
      inventory_quantity: 0,
      inventory_advance: null,
      created_at: now(),
      ...present[index],
      ...onlyWritten(variant),
      updated_at: now(),
    }));
  const tagged = (shop: Shop, id: number, tags: string, action: "add" | "remove") => {
    const product = find(shop, id);
    if (!product) return notFound();
    const changed = changeTags(product, tags, action);
    if (!changed) return unprocessable({ tags: ["can't be blank"] });
    return replace(shop, { ...product, ...changed, updated_at: now() });
  };

  return {
    listProducts: ({ query, caller }) => {
      const hasVariant = (product: Product, key: "sku" | "barcode", value: string | undefined) =>
        value === undefined || product.variants.some((variant) => variant[key] === value);
      const rows = inUsualOrder(caller.products, query).filter(
        (product) =>
          matches(product, query) &&
          isWithin(product.published_at, query.published_at_min, query.published_at_max) &&
          (query.vendor === undefined || product.vendor === query.vendor) &&
          (query.handle === undefined || product.handle === query.handle) &&
          (query.product_type === undefined || product.product_type === query.product_type) &&
          // No product is in a collection here.
          query.collection_id === undefined &&
          hasVariant(product, "sku", query.sku) &&
          hasVariant(product, "barcode", query.barcode),
      );
      return json(200, {
        products: pageOf(rows, query).map((product) => onlyFields(showProduct(product), query.fields)),
      });
    },
    countProducts: ({ query, caller }) => {
      const rows = caller.products.filter(
        (product) =>
          matches(product, query) &&
          (query.vendor === undefined || product.vendor === query.vendor) &&
          (query.product_type === undefined || product.product_type === query.product_type),
      );
      return json(200, { count: rows.length });
    },
    getProduct: ({ params, caller }) => {
      const product = find(caller, params.id);
      return product ? json(200, { product: showProduct(product) }) : notFound();
    },
    createProduct: ({ body, caller }) => {
      const { product: written } = body;
      if (written.title === undefined) return unprocessable({ title: ["can't be blank"] });
      const id = (caller.products.at(-1)?.id ?? 1) + 7;
      const product: Product = {
        id,
        title: written.title,
        body_html: written.body_html ?? null,
        handle: `product-${id}`,
        vendor: written.vendor ?? caller.business.name,
        product_type: written.product_type ?? "",
        tags: written.tags ?? null,
        created_at: now(),
        updated_at: now(),
        published_at: now(),
        variants: variantsOf(id, written.variants),
        images: [],
      };
      caller.products.push(product);
      return json(201, { product: showProduct(product) });
    },
    updateProduct: ({ params, body, caller }) => {
      const product = find(caller, params.id);
      if (!product) return notFound();
      const { title, body_html, vendor, product_type, tags } = { ...product, ...body.product };
      if (Object.keys(body.product).length === 0) return unprocessable({ product: ["is empty"] });
      return replace(caller, {
        ...product,
        ...{ title, body_html, vendor, product_type, tags },
        variants: body.product.variants
          ? variantsOf(product.id, body.product.variants, product.variants)
          : product.variants,
        updated_at: now(),
      });
    },
    deleteProduct: ({ params, caller }) => {
      if (!find(caller, params.id)) return notFound();
      caller.products = caller.products.filter(({ id }) => id !== params.id);
      return json(200, {});
    },
    addProductTags: ({ params, body, caller }) => tagged(caller, params.id, body.tags, "add"),
    removeProductTags: ({ params, body, caller }) => tagged(caller, params.id, body.tags, "remove"),
  };
};
