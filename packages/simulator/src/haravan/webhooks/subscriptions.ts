import { json } from "../../server/answer.ts";
import type { HaravanHandlers } from "../handlers.ts";

/** The topics the app chose in the partner site. */
const TOPICS = ["app/uninstalled", "products/update", "orders/updated"] as const;
const CALLBACK_URL = "https://desk.example/webhooks/haravan";

export const webhookHandlers: Pick<
  HaravanHandlers,
  "listWebhookSubscriptions" | "subscribeWebhooks" | "unsubscribeWebhooks"
> = {
  listWebhookSubscriptions: ({ caller }) =>
    json(
      200,
      caller.isSubscribed ? TOPICS.map((event, index) => ({ id: index + 1, event, url: CALLBACK_URL })) : [],
    ),
  subscribeWebhooks: ({ caller }) => {
    caller.isSubscribed = true;
    return json(200, { error: false, message: "Đăng ký webhook thành công." });
  },
  unsubscribeWebhooks: ({ caller }) => {
    caller.isSubscribed = false;
    return json(200, { error: false, message: "Hủy đăng ký webhook thành công." });
  },
};
