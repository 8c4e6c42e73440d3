import { operations as haravan } from "../upstream/generated/haravan-operations.gen.ts";
import { operations as partner } from "../upstream/generated/partner-operations.gen.ts";
import { operations as privage } from "../upstream/generated/privage-operations.gen.ts";
import type { ContractOverrides, OperationRow, PlatformName } from "./types.ts";

export const OPERATIONS: Readonly<Record<PlatformName, readonly OperationRow[]>> = {
  privage,
  partner,
  haravan,
};

/** The operations of a platform with their real methods and paths: what a proxy may let through, for example. */
export const correctOperations = (platform: PlatformName, overrides: ContractOverrides): OperationRow[] =>
  OPERATIONS[platform].map(({ operationId, method, path }) => {
    const override = overrides[platform]?.[operationId];
    return { operationId, method: override?.method ?? method, path: override?.path ?? path };
  });
