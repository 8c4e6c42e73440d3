/** A host that mounts, takes away and talks to its add-on as often as it is told. */
import { createPrivageMinter, type MountedAddOn, mountAddOn } from "@privage-addons/host-bridge";
import { APPCONNECT_ID, BUSINESS_CODE, DONE, type MountRequest } from "../../handoff/mount-request.ts";

export interface LeakHost {
  /** Mounts and waits for the add-on's first authorised answer; once for each number. */
  mount(request: MountRequest, times: number): Promise<void>;
  unmount(): void;
  /** Calls the add-on so often and waits until it has heard the last one. */
  call(times: number): Promise<void>;
}

let current: MountedAddOn | undefined;

const word = (wanted: string): Promise<void> =>
  new Promise((resolve) => {
    const onMessage = ({ data }: MessageEvent) => {
      if (data !== wanted) return;
      removeEventListener("message", onMessage);
      resolve();
    };
    addEventListener("message", onMessage);
  });

const host: LeakHost = {
  mount: async ({ src, privageUrl, userToken }, times) => {
    for (let mount = 0; mount < times; mount++) {
      current?.unmount();
      const done = word(DONE);
      current = mountAddOn({
        container: document.body,
        src,
        title: "Loyalty Desk",
        appconnectId: APPCONNECT_ID,
        businessCode: BUSINESS_CODE,
        mint: createPrivageMinter({ baseUrl: privageUrl, getUserToken: () => userToken }),
        context: {
          user: { id: "7", name: "Anong", permissions: [] },
          business: { code: BUSINESS_CODE, name: "Café One", currency: "THB" },
        },
      });
      await done;
    }
  },
  unmount: () => {
    current?.unmount();
    current = undefined;
  },
  call: async (times) => {
    const last = `/bench/${times}`;
    const heard = word(last);
    for (let call = 1; call <= times; call++) {
      current?.navigated(`/bench/${call}`);
      // Lets the answers in between, as a person's clicks would.
      if (call % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    await heard;
  },
};
Object.assign(globalThis, { leaks: host });
