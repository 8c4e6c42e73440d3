import { useEffect } from "react";
import { useStore } from "zustand";
import { messagesOf } from "../i18n/use-messages.ts";
import { useSite } from "../site/site-context.ts";

/** Asks before the place is left while an add-on has unsaved changes; closing the tab asks too. */
export const useLeaveGuard = () => {
  const { frames, router, notices, preferences } = useSite();
  const isDirty = useStore(frames.store, () => frames.isDirty());
  useEffect(() => {
    if (!isDirty) return;
    router.setGuard(() => {
      const { leave } = messagesOf(preferences.store.getState().language);
      return notices.ask({
        title: leave.title,
        message: leave.message,
        confirmLabel: leave.confirm,
        cancelLabel: leave.stay,
        destructive: true,
      });
    });
    return () => router.setGuard(undefined);
  }, [isDirty, router, notices, preferences]);
};
