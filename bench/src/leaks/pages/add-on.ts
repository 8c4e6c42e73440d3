/** An add-on that makes a call when it is asked and says which address it was led to. */
import { connectToHost } from "@privage-addons/addon-sdk";
import { DONE, FIRST_CALL } from "../../handoff/mount-request.ts";

export interface LeakAddOn {
  /** One authorised call; resolves with the HTTP status, 0 when there was no answer. */
  callApi(): Promise<number>;
}

const { session, onNavigated } = await connectToHost();
const addOn: LeakAddOn = {
  callApi: () =>
    session.fetch(FIRST_CALL).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      () => 0,
    ),
};
Object.assign(globalThis, { leaks: addOn });
onNavigated((path) => parent.postMessage(path, "*"));
if ((await addOn.callApi()) === 200) parent.postMessage(DONE, "*");
