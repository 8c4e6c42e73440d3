import type { Browser } from "@playwright/test";
import { bundleFile } from "../browser/bundle.ts";
import { fakeJwt, startTestServer, type TestAnswer, type TestRequest } from "../network/test-server.ts";

/** Runs `observe(issuer)` of a page script of bench/src on an origin of its own, which is also the issuer. */
export const observeInPage = async (
  browser: Browser,
  script: string,
  answer: (request: TestRequest, issuer: string) => TestAnswer,
): Promise<string> => {
  const code = await bundleFile(script, "iife");
  const server = await startTestServer((request) => {
    if (request.path === "/")
      return { body: `<!doctype html><title>bench</title><script src="/page.js"></script>` };
    if (request.path === "/page.js") return { headers: { "content-type": "text/javascript" }, body: code };
    return answer(request, server.url);
  });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    return await page.evaluate(
      (issuer) => (globalThis as unknown as { observe(issuer: string): Promise<string> }).observe(issuer),
      server.url,
    );
  } finally {
    await context.close();
    await server.close();
  }
};

/** Tokens as an OpenID provider answers them. */
export const openIdTokens = (issuer: string, lifeSeconds: number, nonce?: string) => {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: "bench", sub: "u1", iat: seconds, exp: seconds + 3600 };
  return {
    access_token: `a${seconds}`,
    refresh_token: "r1",
    id_token: fakeJwt({ ...claims, ...(nonce && { nonce }) }),
    token_type: "Bearer",
    scope: "openid profile email offline_access",
    expires_in: lifeSeconds,
  };
};
