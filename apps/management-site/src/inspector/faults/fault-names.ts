/** The faults a person may switch on. */
export const FAULT_NAMES = [
  "expire-access-token",
  "revoke-refresh-token",
  "lose-next-answer",
  "slow-network",
  "platform-down",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** Strikes until it is switched off; the others strike once. */
export const isLasting = (fault: FaultName): boolean => fault === "slow-network" || fault === "platform-down";
