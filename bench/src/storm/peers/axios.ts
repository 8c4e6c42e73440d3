/** An axios interceptor of the usual kind: the first 401 refreshes, the others queue, all are sent again. */
import axios, { type InternalAxiosRequestConfig } from "axios";
import { offerStorm } from "../pages/offer.ts";
import { API_CALL } from "../storm-page.ts";

type Retried = InternalAxiosRequestConfig & { isRetry?: boolean };

offerStorm(async () => {
  let tokens = await (await fetch("/session")).json();
  let isRefreshing = false;
  const queue: { resolve: (token: string) => void; reject: (error: unknown) => void }[] = [];
  const api = axios.create({ adapter: "fetch" });
  api.interceptors.request.use((config) => {
    config.headers.Authorization = `Bearer ${tokens.access_token}`;
    return config;
  });
  api.interceptors.response.use(
    (response) => response,
    async (error) => {
      const original: Retried = error.config;
      if (error.response?.status !== 401 || original.isRetry) throw error;
      original.isRetry = true;
      if (isRefreshing) {
        await new Promise<string>((resolve, reject) => queue.push({ resolve, reject }));
        return api(original);
      }
      isRefreshing = true;
      const takeQueue = () => {
        isRefreshing = false;
        return queue.splice(0);
      };
      try {
        const { data } = await axios.post("/privage/v1/auth-connect/renew-token", {
          refresh_token: tokens.refresh_token,
        });
        tokens = data;
        for (const { resolve } of takeQueue()) resolve(tokens.access_token);
      } catch (refused) {
        for (const { reject } of takeQueue()) reject(refused);
        throw refused;
      }
      return api(original);
    },
  );
  return async () => (await api.get(`/privage${API_CALL}`)).status;
});
