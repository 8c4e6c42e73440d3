/** The simulated platforms that faults may be ordered from. */
export const PLATFORMS = ["privage", "partner", "haravan"] as const;

export type Platform = (typeof PLATFORMS)[number];

/** Their own names, the same in every language. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  privage: "Privage",
  partner: "MeeD",
  haravan: "Haravan",
};

/** The faults a person may switch on. */
export const FAULT_NAMES = [
  "expire-access-token",
  "revoke-refresh-token",
  "lose-next-answer",
  "slow-network",
  "platform-down",
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/**
 * What each platform can suffer. MeeD's tokens are the server's own and have no refresh token; Haravan's do not expire
 * within a demo.
 */
export const FAULTS_OF: Readonly<Record<Platform, readonly FaultName[]>> = {
  privage: FAULT_NAMES,
  partner: ["expire-access-token", "lose-next-answer", "slow-network", "platform-down"],
  haravan: ["lose-next-answer", "slow-network", "platform-down"],
};

/** Strikes until it is switched off; the others strike once. */
export const isLasting = (fault: FaultName): boolean => fault === "slow-network" || fault === "platform-down";
