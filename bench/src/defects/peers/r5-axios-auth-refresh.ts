/** R5: one expiry, one fast and one slow request. The late 401 belongs to a token that was already replaced. */
import axios from "axios";
import { createAuthRefresh } from "axios-auth-refresh";
import { startTestServer } from "../../network/test-server.ts";
import { reportObservation } from "../observation.ts";

let refreshes = 0;
let token = "expired";
const server = await startTestServer(({ path, headers }) => {
  if (path === "/refresh") return { body: { token: `token-${++refreshes}` } };
  const isValid = headers.authorization === `Bearer token-${refreshes}` && refreshes > 0;
  return { status: isValid ? 200 : 401, delayMs: path === "/slow" ? 300 : 0 };
});
const api = axios.create({ baseURL: server.url });
api.interceptors.request.use((config) => {
  config.headers.Authorization = `Bearer ${token}`;
  return config;
});
// The library's types name axios' CommonJS build, which TypeScript holds to be another axios.
type Instance = Parameters<typeof createAuthRefresh>[0];
createAuthRefresh(api as unknown as Instance, async (failed) => {
  token = (await axios.post(`${server.url}/refresh`)).data.token;
  failed.response.config.headers.Authorization = `Bearer ${token}`;
});
await Promise.all([api.get("/fast"), api.get("/slow")]);
reportObservation({
  held: refreshes === 1,
  says: `one expiry, a fast and a slow call: ${refreshes} refreshes`,
});
