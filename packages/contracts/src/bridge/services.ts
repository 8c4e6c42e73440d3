/** What a host can do for its add-ons. A service exists for an add-on only when the host passed it: passing is granting. */
export interface HostServices {
  toast(request: ToastRequest): void | Promise<void>;
  /** Resolves to whether the person agreed. */
  confirm(request: ConfirmRequest): boolean | Promise<boolean>;
  /** Moves the site to a path below the add-on's own, and its history with it. */
  navigate(request: NavigateRequest): void | Promise<void>;
  setTitle(request: { readonly title: string }): void | Promise<void>;
  /** Unsaved changes: the host asks before it leaves. */
  setDirty(request: { readonly dirty: boolean }): void | Promise<void>;
  /** Opens an `https:` address in a new tab. */
  openExternal(request: { readonly url: string }): void | Promise<void>;
  setFullScreen(request: { readonly fullScreen: boolean }): void | Promise<void>;
  copyToClipboard(request: { readonly text: string }): void | Promise<void>;
  download(request: DownloadRequest): void | Promise<void>;
  print(request: Record<never, never>): void | Promise<void>;
  close(request: Record<never, never>): void | Promise<void>;
}

export interface ToastRequest {
  readonly message: string;
  readonly tone?: "info" | "success" | "warning" | "error";
  readonly durationMs?: number;
}

export interface ConfirmRequest {
  readonly title: string;
  readonly message?: string;
  readonly confirmLabel?: string;
  readonly cancelLabel?: string;
  readonly destructive?: boolean;
}

export interface NavigateRequest {
  /** Starts with one `/`; no scheme, no host. */
  readonly path: string;
  readonly replace?: boolean;
}

export interface DownloadRequest {
  readonly fileName: string;
  readonly mimeType: string;
  readonly content: Blob | string;
}

export type ServiceName = keyof HostServices;

/** What each service is asked with. */
export type ServiceRequests = { readonly [Name in ServiceName]: Parameters<HostServices[Name]>[0] };

/** A call of one service, as it crosses the port. */
export type ServiceCall = {
  [Name in ServiceName]: { readonly name: Name; readonly request: ServiceRequests[Name] };
}[ServiceName];

export const SERVICE_NAMES: readonly ServiceName[] = [
  "toast",
  "confirm",
  "navigate",
  "setTitle",
  "setDirty",
  "openExternal",
  "setFullScreen",
  "copyToClipboard",
  "download",
  "print",
  "close",
];
