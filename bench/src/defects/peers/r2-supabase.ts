/** R2: the token endpoint says "too many requests" while the access token is expired. Is the stored session still there? */
import { GoTrueClient } from "@supabase/auth-js";
import { fakeJwt, startTestServer } from "../../network/test-server.ts";
import { reportObservation } from "../observation.ts";

const STORAGE_KEY = "session";
const server = await startTestServer(() => ({ status: 429, body: { code: 429, msg: "Too many requests" } }));

const seconds = Math.floor(Date.now() / 1000);
const expired = {
  access_token: fakeJwt({ sub: "u1", exp: seconds - 60 }),
  refresh_token: "r1",
  token_type: "bearer",
  expires_in: 3600,
  expires_at: seconds - 60,
  user: { id: "u1", app_metadata: {}, user_metadata: {}, aud: "authenticated", created_at: "2026-01-01" },
};
const stored = new Map([[STORAGE_KEY, JSON.stringify(expired)]]);
const client = new GoTrueClient({
  url: server.url,
  storageKey: STORAGE_KEY,
  autoRefreshToken: false,
  persistSession: true,
  detectSessionInUrl: false,
  storage: {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  },
});
await client.getSession();
const kept = stored.has(STORAGE_KEY);
reportObservation({
  held: kept,
  says: kept ? "429 on renewal: the session is kept" : "one 429 on renewal: the stored session is deleted",
});
