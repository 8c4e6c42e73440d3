/** The floor: bare `fetch` with a token that is good, so that nothing has to be renewed. Shows what the browser itself refuses. */
import { API_CALL } from "../storm-page.ts";
import { offerStorm } from "./offer.ts";

let token = "";
const takeToken = async (): Promise<void> => {
  token = (await (await fetch("/session")).json()).access_token;
};

offerStorm(async () => {
  await takeToken();
  return async () =>
    (await fetch(`/privage${API_CALL}`, { headers: { authorization: `Bearer ${token}` } })).status;
}, takeToken);
