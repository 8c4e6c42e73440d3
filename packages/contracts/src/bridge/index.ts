export type {
  AddOnContext,
  AddOnContextPatch,
  BusinessContext,
  PlacementContext,
  ThemeContext,
  UserContext,
} from "./context.ts";
export { HANDOFF_STEPS, type HandoffReport, type HandoffStep, SESSION_STATES } from "./events.ts";
export { parseContext, parseEndReason, parseHostHello, parsePath, parseVisible } from "./from-host.ts";
export { parseAddOnHello, parseExchangeTokenReason } from "./greeting.ts";
export {
  type CallOptions,
  createLink,
  DEFAULT_CALL_TIMEOUT_MS,
  type Link,
  type LinkOptions,
  type MethodTable,
} from "./link.ts";
export { HOST_ORIGINS_META } from "./meta.ts";
export {
  type AddOnHello,
  type AddOnMethods,
  BRIDGE_CHANNEL,
  EXCHANGE_TOKEN_REASONS,
  type ExchangeTokenReason,
  type HostHello,
  type HostMethods,
  PROTOCOL_VERSIONS,
  type VersionRange,
  versionsMeet,
} from "./protocol.ts";
export { END_REASONS, type EndReason } from "./reasons.ts";
export {
  type ConfirmRequest,
  type DownloadRequest,
  type HostServices,
  type NavigateRequest,
  SERVICE_NAMES,
  type ServiceCall,
  type ServiceName,
  type ServiceRequests,
  type ToastRequest,
} from "./services.ts";
