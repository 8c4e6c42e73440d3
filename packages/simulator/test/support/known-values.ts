import { DEMO_CREDENTIALS, type RunningSimulators } from "@privage-addons/simulator";
import type { Known } from "./arbitrary.ts";
import { connect, exchangeBody, mint, partnerBase, send } from "./http.ts";

type Find = (simulators: RunningSimulators, tokens: Readonly<Record<string, string>>) => Promise<Known>;

/** What exists, found as a client would find it. */
export const findKnown: Readonly<Record<string, Find>> = {
  privage: async (simulators, tokens) => {
    const token = tokens["connectToken"];
    const given = await Promise.all(
      Array.from({ length: 20 }, () =>
        send(`${simulators.privage.url}/v2/connect/coupon/give`, {
          token,
          json: { coupon_set_id: 1, member_id: "100001" },
        }),
      ),
    );
    const several = Array.from({ length: 60 }, (_, index) => index);
    const { json } = await send(`${simulators.privage.url}/v2/connect/transactions?size=60`, { token });
    const fieldOf = (field: string) => json.data.map((row: Record<string, unknown>) => row[field]);
    const { apiKey, apiSecret } = DEMO_CREDENTIALS.CAFE01.privage;
    const exchange = await Promise.all(several.map(() => mint(simulators)));
    const refresh = await Promise.all(several.slice(30).map(() => connect(simulators)));
    return {
      id: fieldOf("id"),
      refNo: fieldOf("ref_no"),
      refId: fieldOf("ref_id"),
      couponUuid: given.map((answer) => answer.json.coupon_uuid),
      code: given.map((answer) => answer.json.code),
      card_no: ["001"],
      phone_number: ["0812345678"],
      member_id: ["100001", "100002"],
      coupon_set_id: [1, 2, 3],
      points: [1, 0.5, 12.25],
      appconnect_id: [42],
      business_code: ["CAFE01", "PHO02"],
      exchange_token: exchange,
      refresh_token: refresh.map((pair) => pair.refresh_token),
      api_key: [apiKey],
      api_secret: [apiSecret],
    };
  },
  partner: async (simulators, tokens) => {
    const token = tokens["partnerToken"];
    const api = async (path: string, json?: unknown) =>
      (await send(partnerBase(simulators) + path, { token, json })).json.data;
    const idsOf = async (path: string) => (await api(path)).map(({ id }: { id: string }) => id) as string[];
    const hook = { endpoint_url: "https://desk.example/hook", event_types: ["sale.created"] };
    const made = await Promise.all(Array.from({ length: 20 }, () => api("/webhooks", hook)));
    const stock = await api("/inventory");
    const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
    const today = new Date().toISOString().slice(0, 10);
    return {
      id: [...(await idsOf("/sales")), ...(await idsOf("/purchase-orders")), ...made.map(({ id }) => id)],
      branch_id: [stock[0].branch_id],
      warehouse_id: [stock[0].warehouse_id],
      from: [today],
      to: [today],
      endpoint_url: ["https://desk.example/other"],
      client_id: [clientId],
      client_secret: [clientSecret],
    };
  },
  haravan: async (simulators, tokens) => {
    const token = tokens["omniToken"];
    const idsOf = async (path: string, key: string) =>
      (await send(simulators.haravan.url + path, { token })).json[key].map(
        ({ id }: { id: number }) => id,
      ) as number[];
    const { token_exchange } = exchangeBody("CAFE01");
    const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.haravan;
    return {
      ...Object.fromEntries(Object.entries(token_exchange).map(([name, value]) => [name, [value]])),
      id: [
        ...(await idsOf("/com/products.json", "products")),
        ...(await idsOf("/com/orders.json", "orders")),
      ],
      client_id: [clientId],
      client_secret: [clientSecret],
      redirect_uri: ["https://desk.example/callback"],
      scope: ["openid", "openid email com.read_orders"],
    };
  },
};
