/**
 * The site's runtime configuration. The server writes it into the page as a `meta` element, so that one build runs
 * anywhere and no request is needed before the first screen.
 */

/** Name of the `meta` element that carries the configuration as JSON. */
export const SITE_CONFIG_META = "privage-site-config";

/** Where the simulators of the demo are, so that the inspector's fault buttons reach them. Without trailing slashes. */
export interface SimulatorAddresses {
  readonly privage: string;
  readonly partner: string;
  readonly haravan: string;
}

/** An add-on of the catalogue. */
export interface SiteAddOn {
  /** Name in the site's addresses: `/add-ons/{key}/…`. Lower-case letters, digits and hyphens. */
  readonly key: string;
  /** Privage's number of the add-on, sent when a token is minted. */
  readonly appconnectId: number;
  readonly title: string;
  /** Address of the add-on's page; its origin is pinned. */
  readonly src: string;
}

export interface SiteConfig {
  /** Origin (and optional path) of the Privage API, without a trailing slash. */
  readonly privageBaseUrl: string;
  readonly addOns: readonly SiteAddOn[];
  /** Absent where the platforms are real: then nothing can be broken on purpose. */
  readonly simulators?: SimulatorAddresses;
}

/**
 * Reads a configuration from JSON.
 *
 * @throws {Error} naming the field that is wrong and what it should be.
 *
 * @example
 * ```ts
 * parseSiteConfig('{"privageBaseUrl":"https://core.privageapp.com","addOns":[]}').addOns.length; // 0
 * ```
 */
export const parseSiteConfig = (json: string): SiteConfig => {
  const value: unknown = JSON.parse(json);
  if (!isRecord(value)) throw wrong("the configuration", "an object");
  const { privageBaseUrl, addOns, simulators } = value;
  if (!Array.isArray(addOns)) throw wrong("addOns", "an array");
  const parsed = addOns.map(parseAddOn);
  if (new Set(parsed.map(({ key }) => key)).size < parsed.length) throw wrong("addOns[].key", "unique");
  return {
    privageBaseUrl: parseBaseUrl(privageBaseUrl, "privageBaseUrl"),
    addOns: parsed,
    ...(simulators !== undefined && { simulators: parseSimulators(simulators) }),
  };
};

/**
 * Reads the configuration of the page it runs in.
 *
 * @throws {Error} when the `meta` element is missing or malformed.
 */
export const readSiteConfig = (page: Document): SiteConfig => {
  const meta = page.querySelector<HTMLMetaElement>(`meta[name="${SITE_CONFIG_META}"]`);
  if (!meta) throw new Error(`The page has no <meta name="${SITE_CONFIG_META}">; its server must write one.`);
  return parseSiteConfig(meta.content);
};

const parseAddOn = (value: unknown, index: number): SiteAddOn => {
  const at = `addOns[${index}]`;
  if (!isRecord(value)) throw wrong(at, "an object");
  const { key, appconnectId, title, src } = value;
  if (typeof key !== "string" || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))
    throw wrong(`${at}.key`, "lower-case letters, digits and hyphens");
  if (typeof appconnectId !== "number" || !Number.isSafeInteger(appconnectId))
    throw wrong(`${at}.appconnectId`, "an integer");
  if (typeof title !== "string" || title === "") throw wrong(`${at}.title`, "a text");
  return { key, appconnectId, title, src: parseUrl(src, `${at}.src`) };
};

const parseSimulators = (value: unknown): SimulatorAddresses => {
  if (!isRecord(value)) throw wrong("simulators", "an object");
  return {
    privage: parseBaseUrl(value["privage"], "simulators.privage"),
    partner: parseBaseUrl(value["partner"], "simulators.partner"),
    haravan: parseBaseUrl(value["haravan"], "simulators.haravan"),
  };
};

const parseBaseUrl = (value: unknown, field: string): string => parseUrl(value, field).replace(/\/$/, "");

const parseUrl = (value: unknown, field: string): string => {
  if (typeof value !== "string" || !URL.canParse(value) || !/^https?:/.test(value))
    throw wrong(field, "an http: or https: address");
  return value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const wrong = (field: string, expected: string) =>
  new Error(`Site configuration: ${field} must be ${expected}.`);
