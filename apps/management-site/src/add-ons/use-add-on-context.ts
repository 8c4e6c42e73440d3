import type { HostContext } from "@privage-addons/host-bridge";
import { useMemo } from "react";
import { LOCALES } from "../preferences/languages.ts";
import { usePreferences, useSignedIn } from "../site/site-context.ts";
import type { Slot } from "./frames.ts";

/** The look the site shares with its add-ons, so that they look at home. */
const SHARED_VARIABLES = [
  "--privage-accent",
  "--privage-accent-soft",
  "--privage-background",
  "--privage-border",
  "--privage-danger",
  "--privage-focus",
  "--privage-font",
  "--privage-on-accent",
  "--privage-radius",
  "--privage-success",
  "--privage-surface",
  "--privage-text",
  "--privage-text-muted",
  "--privage-warning",
] as const;

/** Where a business's days begin and end. */
const TIME_ZONES: Readonly<Record<string, string>> = { "th-TH": "Asia/Bangkok", "vi-VN": "Asia/Ho_Chi_Minh" };

/** What an add-on is told about where it runs. A new object whenever something of it changed. */
export const useAddOnContext = (slot: Slot, path: string): HostContext => {
  const { member, business } = useSignedIn();
  const { colorScheme, language } = usePreferences();
  return useMemo(
    () => ({
      locale: LOCALES[language],
      timeZone: TIME_ZONES[business.locale] ?? "Asia/Bangkok",
      environment: "demo",
      theme: { colorScheme, variables: sharedVariables() },
      user: { id: member.id, name: member.name, permissions: member.permissions },
      business: { code: business.code, name: business.name, currency: business.currency },
      placement: { area: slot === "main" ? "page" : "side", path },
    }),
    [member, business, colorScheme, language, slot, path],
  );
};

/** Read from the page, where the theme is already applied. */
const sharedVariables = () => {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    SHARED_VARIABLES.map((name) => [name, style.getPropertyValue(name).replace(/\s+/g, " ").trim()]),
  );
};
