/**
 * What the host says, checked by the add-on. The host's origin is proved, but its version may differ: a shape is checked
 * before it is relied on. Names that a later host knows and this add-on does not are left alone.
 */
import { AddOnError } from "../errors/add-on-error.ts";
import type { AddOnContext } from "./context.ts";
import type { HostHello } from "./protocol.ts";
import { END_REASONS, type EndReason } from "./reasons.ts";
import { isBoolean, type Shape, shaped } from "./shape.ts";

const any = /^/;
const refuse = (message: string) => new AddOnError("INVALID_ARGUMENT", message);

const CONTEXT: Shape<AddOnContext> = {
  locale: any,
  timeZone: any,
  theme: { colorScheme: any, variables: (value) => typeof value === "object" },
  user: { id: any, name: any, permissions: Array.isArray },
  business: { code: any, name: any, currency: any },
  placement: { area: any, path: any, "recordId?": any },
  environment: any,
};

/** Each throws INVALID_ARGUMENT naming the field. */
export const parseHostHello = (value: unknown): HostHello =>
  shaped<HostHello>(
    {
      protocol: { min: 1e6, max: 1e6 },
      capabilities: Array.isArray,
      context: CONTEXT,
      traceparent: /^00-[\da-f]{32}-[\da-f]{16}-\d\d$/,
    },
    value,
    "hello",
    refuse,
  );
export const parseContext = (value: unknown): AddOnContext =>
  shaped<AddOnContext>(CONTEXT, value, "context", refuse);
export const parsePath = (value: unknown): string =>
  shaped<{ path: string }>({ path: /^\// }, value, "navigated", refuse).path;
export const parseVisible = (value: unknown): boolean =>
  shaped<{ visible: boolean }>({ visible: isBoolean }, value, "visibility", refuse).visible;
export const parseEndReason = (value: unknown): EndReason =>
  shaped<{ reason: EndReason }>(
    { reason: (reason) => END_REASONS.includes(reason as EndReason) },
    value,
    "end",
    refuse,
  ).reason;
