/** The host's services, as the add-on calls them. What the host did not grant is answered with NOT_GRANTED, locally. */
import { AddOnError } from "@privage-addons/contracts";
import type {
  ConfirmRequest,
  DownloadRequest,
  ServiceName,
  ToastRequest,
} from "@privage-addons/contracts/bridge";

export interface Host {
  /** Whether the host granted this service. */
  can(name: ServiceName): boolean;
  toast(request: ToastRequest): Promise<void>;
  /** Resolves to whether the person agreed; waits for them as long as it takes, ten minutes at most. */
  confirm(request: ConfirmRequest): Promise<boolean>;
  /** Moves the site, and its history, to a path below the add-on's own. */
  navigate(path: string, options?: { readonly replace?: boolean }): Promise<void>;
  setTitle(title: string): Promise<void>;
  /** Unsaved changes: the host asks before it leaves. */
  setDirty(dirty: boolean): Promise<void>;
  /** Opens an `https:` address in a new tab. */
  openExternal(url: string): Promise<void>;
  setFullScreen(fullScreen: boolean): Promise<void>;
  copyToClipboard(text: string): Promise<void>;
  download(request: DownloadRequest): Promise<void>;
  print(): Promise<void>;
  /** Asks the host to close the add-on. */
  close(): Promise<void>;
}

/** A service's only argument, where the add-on passes it bare; the others take their request as it is. */
const ARGUMENT = {
  toast: "",
  confirm: "",
  navigate: "path",
  setTitle: "title",
  setDirty: "dirty",
  openExternal: "url",
  setFullScreen: "fullScreen",
  copyToClipboard: "text",
  download: "",
  print: "",
  close: "",
} as const satisfies Record<ServiceName, string>;

const CONFIRM_MS = 600_000;
const SERVICE_MS = 10_000;

/** Carries one service call over the bridge. */
export type CallService = (
  call: { readonly name: string; readonly request: unknown },
  timeoutMs: number,
) => Promise<unknown>;

export const createHost = (call: CallService, can: (name: ServiceName) => boolean): Host => {
  const services = Object.entries(ARGUMENT).map(([key, argument]) => {
    const name = key as ServiceName;
    const run = async (value: unknown = {}, options?: object) => {
      if (!can(name)) throw new AddOnError("NOT_GRANTED", `Not granted: ${name}.`);
      const request = argument ? { ...options, [argument]: value } : value;
      return name === "confirm"
        ? keepFocus(call({ name, request }, CONFIRM_MS))
        : call({ name, request }, SERVICE_MS);
    };
    return [name, run];
  });
  // One function per name of ServiceName, which `satisfies` above proves to be all of them.
  return { can, ...Object.fromEntries(services) } as unknown as Host;
};

/**
 * Gives the focus back to where it is now. The site's dialog takes it out of this page, and the browser then forgets
 * which element had it.
 */
const keepFocus = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
  const focused = globalThis.document?.activeElement;
  try {
    return await answer;
  } finally {
    if (focused && document.activeElement === document.body) (focused as HTMLElement).focus();
  }
};
