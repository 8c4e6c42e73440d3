/** R1, in a page: the token endpoint answers one renewal with 503. Is the refresh token still there afterwards? */
import { createAuth0Client } from "@auth0/auth0-spa-js";

/** `issuer` answers as Auth0 does; the session starts with the code flow and renews in the library's token worker. */
const observe = async (issuer: string): Promise<string> => {
  const client = await createAuth0Client({
    domain: issuer,
    clientId: "bench",
    useRefreshTokens: true,
    useRefreshTokensFallback: false,
    authorizationParams: { redirect_uri: location.origin },
  });
  let authorizeUrl = "";
  await client.loginWithRedirect({
    openUrl: (url) => {
      authorizeUrl = url;
    },
  });
  const asked = new URL(authorizeUrl).searchParams;
  await fetch(`${issuer}/nonce?${new URLSearchParams({ nonce: asked.get("nonce") ?? "" })}`);
  const answered = new URLSearchParams({ code: "c", state: asked.get("state") ?? "" });
  await client.handleRedirectCallback(`${location.origin}/?${answered}`);
  const renew = () =>
    client.getTokenSilently({ cacheMode: "off" }).then(
      () => "ok",
      (error: { error?: string; message: string }) => error.error ?? error.message,
    );
  const whileDown = await renew();
  const afterwards = await renew();
  return `${whileDown}, then ${afterwards}`;
};
Object.assign(globalThis, { observe });
