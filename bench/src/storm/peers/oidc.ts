/** oidc-client-ts as its users wire it: an expired user is renewed before the call. */
import { InMemoryWebStorage, User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { offerStorm } from "../pages/offer.ts";
import { API_CALL } from "../storm-page.ts";

offerStorm(async () => {
  const issuer = location.origin;
  const manager = new UserManager({
    authority: issuer,
    client_id: "bench",
    redirect_uri: issuer,
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    metadata: {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      authorization_endpoint: `${issuer}/authorize`,
    },
  });
  const seconds = Math.floor(Date.now() / 1000);
  const tokens = await (await fetch("/session")).json();
  await manager.storeUser(
    new User({
      ...tokens,
      token_type: "Bearer",
      scope: "openid",
      profile: { sub: "u1", iss: issuer, aud: "bench", iat: seconds, exp: seconds + 3600 },
      expires_at: seconds - 1,
    }),
  );
  return async () => {
    let user = await manager.getUser();
    if (user?.expired) user = await manager.signinSilent();
    return (
      await fetch(`/privage${API_CALL}`, { headers: { authorization: `Bearer ${user?.access_token}` } })
    ).status;
  };
});
