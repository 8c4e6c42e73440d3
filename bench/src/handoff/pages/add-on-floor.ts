/** The floor inside the frame, inlined in the page: exchange and call through the same origin, nothing else. */
import { DONE, FIRST_CALL } from "../mount-request.ts";

addEventListener("message", ({ data }: MessageEvent) => {
  if (!data.exchangeToken) return;
  void fetch("/privage/v1/auth-connect/access-token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ exchange_token: data.exchangeToken }),
  })
    .then((response) => response.json())
    .then(({ access_token }) =>
      fetch(`/privage${FIRST_CALL}`, { headers: { authorization: `Bearer ${access_token}` } }),
    )
    .then(({ ok }) => ok && parent.postMessage(DONE, "*"));
});
parent.postMessage("ready", "*");
