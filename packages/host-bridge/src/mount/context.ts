import type { AddOnContext, AddOnContextPatch } from "@privage-addons/contracts/bridge";
import type { MountOptions } from "./options.ts";

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
