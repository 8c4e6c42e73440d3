/**
 * What an add-on says once it is greeted, checked by the host before it does anything with it. A subpath of its own,
 * `@privage-addons/contracts/bridge/from-add-on`: a host loads it beside the frame, and hands in what makes its errors.
 */
import { isErrorCode } from "../errors/codes.ts";
import { HANDOFF_STEPS, type HandoffReport, SESSION_STATES } from "./events.ts";
import type { HostMethods } from "./protocol.ts";
import { END_REASONS } from "./reasons.ts";
import type { ServiceCall, ServiceName, ServiceRequests } from "./services.ts";
import { isBoolean, type Refuse, type Shape, shaped } from "./shape.ts";

/** Some words, on as many lines as they like. */
const words = /^.{1,500}$/s;
const label = /^[^\p{Cc}]{1,200}$/u;
const oneOf = (values: readonly unknown[]) => (value: unknown) => values.includes(value);
const isText = (value: unknown) => typeof value === "string" && value.length < 1e7;

const SERVICE_REQUESTS: { readonly [Name in ServiceName]: Shape<ServiceRequests[Name]> } = {
  toast: { message: words, "tone?": /^(info|success|warning|error)$/, "durationMs?": 60_000 },
  confirm: {
    title: label,
    "message?": /^.{0,2000}$/s,
    "confirmLabel?": label,
    "cancelLabel?": label,
    "destructive?": isBoolean,
  },
  // One `/`, then no second one and no back slash: it cannot name a host. No dot segments: it cannot climb. No control
  // characters: a browser drops some, and what is left would mean another path.
  navigate: {
    path: /^\/(?![/\\])(?!(?:.*\/)?(?:\.|%2e){1,2}(?:[/?#]|$))[^\s\\\p{Cc}]{0,2000}$/iu,
    "replace?": isBoolean,
  },
  setTitle: { title: label },
  setDirty: { dirty: isBoolean },
  openExternal: { url: /^https:\/\/[^\s\\]{1,2000}$/ },
  setFullScreen: { fullScreen: isBoolean },
  copyToClipboard: { text: isText },
  download: {
    fileName: /^[^/\\:\p{Cc}\p{Cf}]{1,200}$/u,
    mimeType: /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/,
    content: (value) => value instanceof Blob || isText(value),
  },
  print: {},
  close: {},
};

/** Refuses an unknown service or a malformed request, naming the field. */
export const parseServiceCall = (value: unknown, refuse: Refuse): ServiceCall => {
  const { name, request } = shaped<{ name: ServiceName; request: unknown }>(
    { name: oneOf(Object.keys(SERVICE_REQUESTS)), request: () => true },
    value,
    "service",
    refuse,
  );
  // The request was checked against the shape of this very name.
  return { name, request: shaped<unknown>(SERVICE_REQUESTS[name], request, name, refuse) } as ServiceCall;
};

export const parseResize = (value: unknown, refuse: Refuse): Parameters<HostMethods["resize"]>[0] =>
  shaped<Parameters<HostMethods["resize"]>[0]>({ heightPx: 1e6, "tallest?": label }, value, "resize", refuse);

/** The names a report may carry, besides an HTTP status: none of them is, or could hold, a secret. */
const LABELS = [...Object.keys(SERVICE_REQUESTS), ...END_REASONS, ...SESSION_STATES];

export const parseReport = (value: unknown, refuse: Refuse): HandoffReport =>
  shaped<HandoffReport>(
    {
      step: oneOf(HANDOFF_STEPS),
      at: 1e14,
      durationMs: 1e10,
      outcome: (code) => code === "ok" || isErrorCode(code),
      "label?": (name) => LABELS.includes(name as string) || /^[1-5]\d\d$/.test(name as string),
      "expiresAt?": 1e14,
      "renewAt?": 1e14,
    },
    value,
    "report",
    refuse,
  );
