/** What an add-on writes by hand once it has an exchange token: exchange and call Privage directly, across origins. */
import { DONE, FIRST_CALL } from "../mount-request.ts";

export const exchangeAndCall = async (exchangeToken: string): Promise<void> => {
  const privageUrl = document.documentElement.dataset["privageUrl"];
  const exchanged = await fetch(`${privageUrl}/v1/auth-connect/access-token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ exchange_token: exchangeToken }),
  });
  const { access_token } = await exchanged.json();
  const response = await fetch(`${privageUrl}${FIRST_CALL}`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (response.ok) parent.postMessage(DONE, "*");
};
