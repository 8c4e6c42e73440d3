/** auth0-spa-js in its default storage (memory, refresh token in the worker): a token is asked for before each call. */
import { createAuth0Client } from "@auth0/auth0-spa-js";
import { offerStorm } from "../pages/offer.ts";
import { API_CALL } from "../storm-page.ts";

offerStorm(async () => {
  const client = await createAuth0Client({
    domain: location.origin,
    clientId: "bench",
    useRefreshTokens: true,
    authorizationParams: { redirect_uri: location.origin },
  });
  let authorizeUrl = "";
  await client.loginWithRedirect({
    openUrl: (url) => {
      authorizeUrl = url;
    },
  });
  const asked = new URL(authorizeUrl).searchParams;
  await fetch(`/nonce?${new URLSearchParams({ nonce: asked.get("nonce") ?? "" })}`);
  const answered = new URLSearchParams({ code: "c", state: asked.get("state") ?? "" });
  await client.handleRedirectCallback(`${location.origin}/?${answered}`);
  return async () => {
    const token = await client.getTokenSilently();
    return (await fetch(`/privage${API_CALL}`, { headers: { authorization: `Bearer ${token}` } })).status;
  };
});
