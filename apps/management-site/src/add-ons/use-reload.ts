import { useCallback } from "react";
import { useSite } from "../site/site-context.ts";
import type { Slot } from "./frames.ts";

/** Reloads an add-on with a new frame and token, after asking about unsaved changes in it. */
export const useReload = () => {
  const { frames, router } = useSite();
  return useCallback(
    async (slot: Slot) => {
      if (frames.store.getState()[slot]?.dirty && !(await router.mayLeave())) return;
      frames.reload(slot);
    },
    [frames, router],
  );
};
