import type { Host } from "@privage-addons/addon-sdk";
import { useHost } from "@privage-addons/addon-sdk/react";
import { useMemo } from "react";

/** The host's services as the desk uses them: each does the next best thing where the host did not grant it. */
export interface DeskHost {
  toast(request: Parameters<Host["toast"]>[0]): void;
  /** Resolves to whether the person agreed. */
  confirm(request: Parameters<Host["confirm"]>[0]): Promise<boolean>;
  setTitle(title: string): void;
  setDirty(dirty: boolean): void;
  openExternal(url: string): void;
  /** Resolves to who copied it: the host, which says so itself, or the desk; `nobody` where the browser refuses both. */
  copyToClipboard(text: string): Promise<"host" | "desk" | "nobody">;
  print(): void;
}

const copyHere = async (text: string) => {
  try {
    await navigator.clipboard.writeText(text);
    return "desk";
  } catch {
    return "nobody";
  }
};

const createDeskHost = (host: Host): DeskHost => {
  // A toast or a title that did not arrive is not worth an error on the counter's screen.
  const quietly = (call: Promise<unknown>, otherwise: () => unknown = () => undefined) => {
    call.catch(otherwise);
  };
  return {
    toast: (request) => quietly(host.toast(request)),
    confirm: (request) =>
      host.can("confirm")
        ? host.confirm(request).catch(() => false)
        : // Framed pages may not open dialogs of their own, and a lost draft can be typed again.
          Promise.resolve(true),
    setTitle: (title) => quietly(host.setTitle(title)),
    setDirty: (dirty) => quietly(host.setDirty(dirty)),
    openExternal: (url) => quietly(host.openExternal(url)),
    copyToClipboard: async (text) => {
      try {
        await host.copyToClipboard(text);
        return "host";
      } catch {
        return copyHere(text);
      }
    },
    print: () => quietly(host.print(), () => window.print()),
  };
};

export const useDeskHost = (): DeskHost => {
  const host = useHost();
  return useMemo(() => createDeskHost(host), [host]);
};
