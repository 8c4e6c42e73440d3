/** R1 and R3 need a browser: the one keeps its refresh token in a worker, the other its user in web storage. */
import type { Browser } from "@playwright/test";
import { observeInPage, openIdTokens } from "./in-page.ts";
import type { Observation } from "./observation.ts";

export const observeAuth0 = async (browser: Browser): Promise<Observation> => {
  let nonce = "";
  let isDown = true;
  const says = await observeInPage(browser, "defects/peers/r1-auth0.page.ts", ({ path, fields }, issuer) => {
    if (path.startsWith("/nonce")) {
      nonce = new URL(path, issuer).searchParams.get("nonce") ?? "";
      return {};
    }
    if (fields["grant_type"] === "refresh_token" && isDown) {
      isDown = false;
      return { status: 503, body: { error: "temporarily_unavailable" } };
    }
    return { body: openIdTokens(`${issuer}/`, 3600, nonce) };
  });
  const held = says.endsWith("then ok");
  return { held, says: `one 503 on renewal: ${says}` };
};

export const observeOidcClient = async (browser: Browser): Promise<Observation> => {
  let renewals = 0;
  const says = await observeInPage(browser, "defects/peers/r3-oidc.page.ts", ({ path }, issuer) => {
    if (path === "/counts") return { body: { renewals } };
    if (path === "/oauth/token") renewals++;
    return { body: openIdTokens(issuer, 45) };
  });
  return { held: /^[01] renewals .* 1 token calls$/.test(says), says: `tokens of 45 s: ${says}` };
};
