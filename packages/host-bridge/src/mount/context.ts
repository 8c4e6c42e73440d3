import type { AddOnContext, AddOnContextPatch, PlacementContext } from "@privage-addons/contracts/bridge";
import type { HostContext, MountOptions } from "./options.ts";

/** Fills what the host left out from the page itself. The business is always the one tokens are minted for. */
export const completeContext = ({
  context: { theme, placement, business, ...rest },
  businessCode,
}: Pick<MountOptions, "context" | "businessCode">): AddOnContext => ({
  locale: document.documentElement.lang || navigator.language,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  environment: "production",
  ...rest,
  business: { ...business, code: businessCode },
  theme: {
    colorScheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    variables: {},
    ...theme,
  },
  placement: { area: "page", path: "/", ...placement },
});

/**
 * The patch that brings a mounted add-on to all a host says now. The record of before is gone unless it is named again,
 * and the business is the one tokens are minted for, whatever the context calls it.
 */
export const patchTo = ({ placement, business, ...rest }: HostContext, code: string): AddOnContextPatch => ({
  ...rest,
  business: { ...business, code },
  // A patch leaves alone what it does not name, so the record is named; an add-on drops what is undefined.
  placement: { recordId: undefined, ...placement } as Partial<PlacementContext>,
});

/** The context after a patch: fields of an object are merged one level deep, anything else is replaced. */
export const mergeContext = (context: AddOnContext, patch: AddOnContextPatch): AddOnContext => {
  const next: Record<string, unknown> = { ...context };
  for (const [key, value] of Object.entries(patch)) {
    next[key] = typeof value === "object" ? { ...(next[key] as object), ...value } : value;
  }
  // Each key and value type comes from AddOnContextPatch, which Object.entries forgets.
  return next as unknown as AddOnContext;
};

/** Whether two values of a context, which are plain data, say the same. */
export const isSameContent = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
