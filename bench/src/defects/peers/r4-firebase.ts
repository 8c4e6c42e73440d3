/** R4: tokens live 240 s, less than the 300 s by which the proactive refresh is early. How often does it refresh? */
import { initializeApp } from "@firebase/app";
import {
  connectAuthEmulator,
  getAuth,
  initializeAuth,
  inMemoryPersistence,
  signInAnonymously,
} from "@firebase/auth";
import { fakeJwt, startTestServer } from "../../network/test-server.ts";
import { reportObservation } from "../observation.ts";

const LIFE_SECONDS = 240;
const WATCH_MS = 3000;
const ROUND_TRIP_MS = 100;
let refreshes = 0;

const idToken = (): string => {
  const seconds = Math.floor(Date.now() / 1000);
  return fakeJwt({ sub: "u1", iat: seconds, exp: seconds + LIFE_SECONDS, auth_time: seconds });
};
const server = await startTestServer(({ path }) => {
  if (path.includes("/v1/token")) {
    refreshes++;
    const token = idToken();
    return {
      delayMs: ROUND_TRIP_MS,
      body: { id_token: token, access_token: token, refresh_token: "r", expires_in: String(LIFE_SECONDS) },
    };
  }
  if (path.includes("accounts:signUp")) {
    return {
      body: { idToken: idToken(), refreshToken: "r", expiresIn: String(LIFE_SECONDS), localId: "u1" },
    };
  }
  return { body: { users: [{ localId: "u1" }] } };
});

const app = initializeApp({ apiKey: "none", projectId: "bench" });
initializeAuth(app, { persistence: inMemoryPersistence });
const auth = getAuth(app);
connectAuthEmulator(auth, server.url, { disableWarnings: true });
await signInAnonymously(auth);
// What Firestore, Storage and the like do: listen for tokens, which starts the proactive refresh.
interface InternalAuth {
  addAuthTokenListener(listener: () => void): void;
}
interface AppWithContainer {
  readonly container: { getProvider(name: "auth-internal"): { getImmediate(): InternalAuth } };
}
(app as unknown as AppWithContainer).container
  .getProvider("auth-internal")
  .getImmediate()
  .addAuthTokenListener(() => {});
await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
reportObservation({
  held: refreshes <= 1,
  says: `tokens of ${LIFE_SECONDS} s: ${refreshes} refreshes in ${WATCH_MS / 1000} s`,
});
