import type { SiteConfig } from "../src/config/site-config.ts";

/**
 * The page's security headers. The site may frame the add-ons of its catalogue and talk to Privage, and nothing else; in
 * the demo also to the simulators, whose faults its inspector switches.
 *
 * - `frame-src` names the add-ons' origins: an add-on that navigates its frame elsewhere meets a wall.
 * - The nonce is for the `<style>` elements react-aria adds at run time; no inline script is allowed.
 * - Trusted Types are required and no policy may be created, so no string ever becomes script.
 * - `same-origin-allow-popups` lets `openExternal` and an add-on's own sign-in windows work, and nothing reach back.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const securityHeaders = (config: SiteConfig, nonce: string): Record<string, string> => {
  const origins = (addresses: readonly string[]) => [...new Set(addresses.map((url) => new URL(url).origin))];
  const frames = origins(config.addOns.map(({ src }) => src));
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${origins([config.privageBaseUrl, ...Object.values(config.simulators ?? {})]).join(" ")}`,
    `frame-src ${frames.length > 0 ? frames.join(" ") : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
};
