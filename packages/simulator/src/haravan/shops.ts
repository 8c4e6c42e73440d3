import type { components } from "@privage-addons/contracts/haravan";
import type { Clock } from "../clock/clock.ts";
import { DEMO_CREDENTIALS, type DemoCredentials } from "../credentials.ts";
import { BUSINESSES, type Business } from "../data/businesses.ts";
import { createHash } from "../data/hash.ts";
import { createBucket } from "./bucket.ts";
import { type Order, seedOrders } from "./order-data.ts";
import { type Product, seedProducts } from "./product-data.ts";

/** One shop: its data, its credentials, its bucket. */
export interface Shop {
  readonly domain: string;
  readonly business: Business;
  readonly credentials: DemoCredentials["haravan"];
  readonly facts: components["schemas"]["Shop"];
  /** Ascending by id. */
  products: Product[];
  /** Ascending by id. */
  orders: Order[];
  bucket: ReturnType<typeof createBucket>;
  isSubscribed: boolean;
  readonly reset: () => void;
}

const DAY_MS = 24 * 3600 * 1000;
const FIRST_ORG_ID = 200_000_244_883;

const factsOf = (business: Business, domain: string, index: number, startsAt: number): Shop["facts"] => ({
  id: FIRST_ORG_ID + index * 111,
  name: business.name,
  // Both carry a scheme, and only one a trailing slash: clients trip over it on the real platform too.
  myharavan_domain: `https://${domain}`,
  domain: `https://${domain}/`,
  email: `owner@${domain.split(".")[0]}.example`,
  phone: null,
  address1: null,
  city: null,
  country_code: business.currency === "VND" ? "VN" : "TH",
  currency: business.currency,
  timezone: "(GMT+07:00) Hanoi",
  created_at: new Date(startsAt - 900 * DAY_MS).toISOString(),
  plan_name: null,
  shop_plan_id: -1,
  primary_locale: "",
  zip: "700000",
  latitude: 0,
  longitude: 0,
  password_enabled: false,
  has_storefront: true,
  customer_accounts_checkout_behavior: "optional",
});

/** A shop among thousands that a migration finds: an old token, no goods. All are of the first shop's app and business. */
const crowdShop = (clock: Clock, number: number, startsAt: number): Shop => {
  const [business] = BUSINESSES;
  const domain = `shop${number}.myharavan.com`;
  const fresh = () => ({ products: [], orders: [], bucket: createBucket(clock), isSubscribed: false });
  const shop: Shop = {
    domain,
    business,
    credentials: {
      ...DEMO_CREDENTIALS.CAFE01.haravan,
      shop: domain,
      legacyAccessToken: `fake-legacy_token-of-shop-${number}`,
    },
    facts: factsOf(business, domain, BUSINESSES.length + number, startsAt),
    ...fresh(),
    reset: () => void Object.assign(shop, fresh()),
  };
  return shop;
};

export const createShops = (
  clock: Clock,
  seed: number,
  { orders: orderCount, shops: crowd }: { readonly orders: number; readonly shops: number },
): ReadonlyMap<string, Shop> => {
  const startsAt = clock.now();
  const shops = BUSINESSES.flatMap((business, index) => {
    const credentials = Object.entries(DEMO_CREDENTIALS).find(([code]) => code === business.code)?.[1]
      .haravan;
    if (!credentials) return [];
    const hash = createHash(seed + index);
    const fresh = () => {
      const products = seedProducts(business, hash, startsAt);
      const orders = seedOrders(business, hash, startsAt, products, orderCount);
      return { products, orders, bucket: createBucket(clock), isSubscribed: false };
    };
    const domain = credentials.shop;
    const shop: Shop = {
      domain,
      business,
      credentials,
      facts: factsOf(business, domain, index, startsAt),
      ...fresh(),
      reset: () => void Object.assign(shop, fresh()),
    };
    return [shop];
  });
  const more = Array.from({ length: crowd }, (_, index) => crowdShop(clock, index + 1, startsAt));
  return new Map([...shops, ...more].map((shop) => [shop.domain, shop]));
};
