/** R3, in a page: tokens live 45 s, less than the 60 s by which the renewal is early. How often does it renew? */
import { InMemoryWebStorage, User, UserManager, WebStorageStateStore } from "oidc-client-ts";

const WATCH_MS = 9000;

const observe = async (issuer: string): Promise<string> => {
  const manager = new UserManager({
    authority: issuer,
    client_id: "bench",
    redirect_uri: location.origin,
    automaticSilentRenew: true,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    metadata: {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      authorization_endpoint: `${issuer}/authorize`,
    },
  });
  const seconds = Math.floor(Date.now() / 1000);
  const user = new User({
    access_token: "a0",
    refresh_token: "r0",
    token_type: "Bearer",
    scope: "openid",
    profile: { sub: "u1", iss: issuer, aud: "bench", iat: seconds, exp: seconds + 45 },
    expires_at: seconds + 45,
  });
  await manager.storeUser(user);
  await manager.getUser(true);
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const { renewals } = await (await fetch(`${issuer}/counts`)).json();
  manager.stopSilentRenew();
  await Promise.all([manager.signinSilent(), manager.signinSilent(), manager.signinSilent()]);
  const { renewals: all } = await (await fetch(`${issuer}/counts`)).json();
  return `${renewals} renewals in ${WATCH_MS / 1000} s; 3 concurrent renewals: ${all - renewals} token calls`;
};
Object.assign(globalThis, { observe });
