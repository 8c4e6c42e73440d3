import { SITE_CONFIG_META, type SiteConfig } from "../src/config/site-config.ts";

/** Stands in the build wherever a nonce belongs; the server replaces it in each answer. */
export const NONCE_PLACEHOLDER = "PRIVAGE_CSP_NONCE";

/** Writes the runtime configuration into a page, right after `<head>`. */
export const writeSiteConfig = (html: string, config: SiteConfig): string => {
  const meta = `<meta name="${SITE_CONFIG_META}" content="${escapeAttribute(JSON.stringify(config))}">`;
  const page = html.replace("<head>", () => `<head>\n    ${meta}`);
  if (page === html) throw new Error("The page has no <head> to write the site configuration into.");
  return page;
};

const escapeAttribute = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
