import { useEffect } from "react";
import { useStore } from "zustand";
import { useSite } from "../site/site-context.ts";

/** Whether the add-on fills the window; Escape and leaving the screen end it. */
export const useFullScreen = () => {
  const { workspace } = useSite();
  const fullScreen = useStore(workspace.store, (layout) => layout.fullScreen);
  useEffect(() => () => workspace.setFullScreen(false), [workspace]);
  useEffect(() => {
    if (!fullScreen) return;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && workspace.setFullScreen(false);
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [workspace, fullScreen]);
  return { fullScreen, setFullScreen: workspace.setFullScreen };
};
