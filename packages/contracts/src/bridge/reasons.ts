export const EXCHANGE_TOKEN_REASONS = [
  "start",
  "exchange-failed",
  "renewal-refused",
  "renewal-lost",
  "reconnected",
] as const;

/** Why the add-on asks for an exchange token: shown in the inspector, never used to decide. */
export type ExchangeTokenReason = (typeof EXCHANGE_TOKEN_REASONS)[number];

export const END_REASONS = [
  "logout",
  "tenant-switch",
  "permission-change",
  "closed",
  "plan-ended",
  "disconnected",
] as const;

/** Why a session ends. */
export type EndReason = (typeof END_REASONS)[number];
