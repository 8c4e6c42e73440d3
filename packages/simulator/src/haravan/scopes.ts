/** For signing in alone. */
const LOGIN_SCOPES = ["openid", "profile", "email", "org", "userinfo"] as const;

/** What only a shop's owner may grant. */
export const OWNER_SCOPES: ReadonlySet<string> = new Set(["grant_service", "wh_api"]);

/** What a token exchange must ask for. */
export const EXCHANGE_SCOPES = [...LOGIN_SCOPES, "grant_service"] as const;

const readAndWrite = (area: string, resources: readonly string[]) =>
  resources.flatMap((resource) => [`${area}.read_${resource}`, `${area}.write_${resource}`]);

/** What the app registered at developers.haravan.com. */
export const REGISTERED_SCOPES: ReadonlySet<string> = new Set([
  ...EXCHANGE_SCOPES,
  "offline_access",
  "wh_api",
  "com.read_shop",
  ...readAndWrite("com", ["inventories", "shippings", "customers", "products", "orders"]),
  ...readAndWrite("web", ["contents", "themes", "script_tags"]),
]);

/** Write scopes imply their read scopes. */
export const holdsScope = (scopes: ReadonlySet<string>, wanted: string): boolean =>
  scopes.has(wanted) || scopes.has(wanted.replace(".read_", ".write_"));
