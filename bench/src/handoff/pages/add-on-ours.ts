/** An add-on that makes its first call: a page by itself, or a bundle that picks up what its page's bootstrap began. */
import { connectToHost } from "@privage-addons/addon-sdk";
import { DONE, FIRST_CALL } from "../mount-request.ts";

const { session } = await connectToHost();
const response = await session.fetch(FIRST_CALL);
if (response.ok) parent.postMessage(DONE, "*");
