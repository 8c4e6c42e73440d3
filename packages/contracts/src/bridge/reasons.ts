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
