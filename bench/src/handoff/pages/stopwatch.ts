import { DONE, type HostPage, type MountRequest } from "../mount-request.ts";

const GIVE_UP_MS = 15_000;

/** Starts an add-on in a host page. Returns its removal; `onDone` may be called where the frame says nothing itself. */
export type Start = (request: MountRequest, onDone: () => void) => () => void;

/** Offers `start` to the driver, timed by this page's clock alone: the frame's word and the reports come to this page. */
export const offerToDriver = (start: Start): void => {
  const removals: (() => void)[] = [];
  const page: HostPage = {
    mount: (request) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`No answer within ${GIVE_UP_MS} ms.`)), GIVE_UP_MS);
        const startedAt = performance.now();
        const finish = () => {
          removeEventListener("message", onMessage);
          resolve(performance.now() - startedAt);
        };
        const onMessage = ({ data }: MessageEvent) => data === DONE && finish();
        if (request.until === "message") addEventListener("message", onMessage);
        removals.push(start(request, finish));
      }),
    unmountAll: () => {
      for (const remove of removals.splice(0)) remove();
    },
  };
  Object.assign(globalThis, { bench: page });
};

/** A sandboxed frame, as every host here makes it. Set its `src` once somebody listens. */
export const createFrame = (): HTMLIFrameElement => {
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-forms");
  return frame;
};

/** Asks Privage for an exchange token. */
export const mint = async ({ privageUrl, userToken }: MountRequest): Promise<string> => {
  const response = await fetch(`${privageUrl}/v1/auth-connect/exchange-token`, {
    method: "POST",
    headers: { authorization: `Bearer ${userToken}`, "content-type": "application/json" },
    body: JSON.stringify({ appconnect_id: 42, business_code: "CAFE01" }),
  });
  return (await response.json()).exchange_token;
};
