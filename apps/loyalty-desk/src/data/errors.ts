import type { AddOnError } from "@privage-addons/contracts";

/** Whether the SDK threw this. By name: the class may exist twice on a page (inlined bootstrap and bundle). */
export const isAddOnError = (value: unknown): value is AddOnError =>
  value instanceof Error && value.name === "AddOnError" && "code" in value && "retryable" in value;
