import type { AddOn } from "@privage-addons/addon-sdk";
import { useAddOn, useAddOnContext } from "@privage-addons/addon-sdk/react";
import { useEffect, useLayoutEffect } from "react";
import { useRecentMembers } from "../counter/recent-members.ts";
import { LocaleProvider } from "../i18n/locale-context.tsx";
import { applyTheme } from "../theme/theme.ts";
import { startLocation } from "./location.ts";
import { PlanGate } from "./plan-gate.tsx";
import { Routes } from "./routes.tsx";
import { SessionGate } from "./session-gate.tsx";
import { Shell } from "./shell.tsx";

/** The desk of a connected add-on: theme, language and place follow the host, live. */
export const App = () => {
  const { locale, timeZone, theme, business, user } = useAddOnContext();
  useLayoutEffect(() => applyTheme(theme), [theme]);
  useFollowHost(useAddOn());

  return (
    <LocaleProvider tag={locale} timeZone={timeZone}>
      {/* Another business or another person starts with nothing remembered of the one before. */}
      <Desk key={`${business.code} ${user.id}`} />
    </LocaleProvider>
  );
};

const Desk = () => {
  useEffect(() => useRecentMembers.getState().forgetAll, []);
  return (
    <SessionGate>
      <Shell>
        <PlanGate>
          <Routes />
        </PlanGate>
      </Shell>
    </SessionGate>
  );
};

/** Moves with the host's address, and tells it how high the content is. */
const useFollowHost = (addOn: AddOn): void => {
  useLayoutEffect(() => {
    const follow = startLocation(addOn.context.get().placement.path, addOn.host);
    return addOn.onNavigated(follow);
  }, [addOn]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      addOn.resize(Math.ceil(document.documentElement.getBoundingClientRect().height)).catch(() => undefined);
    });
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, [addOn]);
};
