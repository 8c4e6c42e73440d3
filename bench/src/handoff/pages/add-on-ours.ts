/** The add-on's main bundle: picks the connection up and makes its first call. */
import { connectToHost } from "@privage-addons/addon-sdk";
import { DONE, FIRST_CALL } from "../mount-request.ts";

const { session } = await connectToHost();
const response = await session.fetch(FIRST_CALL);
if (response.ok) parent.postMessage(DONE, "*");
