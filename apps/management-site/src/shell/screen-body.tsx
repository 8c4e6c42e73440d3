import { lazy, type ReactNode, Suspense } from "react";
import { useStore } from "zustand";
import { useSite } from "../site/site-context.ts";
import "./screen-body.css";

const Inspector = lazy(async () => ({ default: (await import("../inspector/inspector.tsx")).Inspector }));

/** What is below a screen's header: its content and, once asked for, the inspector beside or below it. */
export const ScreenBody = ({ children }: { readonly children: ReactNode }) => {
  const { workspace } = useSite();
  const inspectorOpen = useStore(workspace.store, (state) => state.inspectorOpen);
  return (
    <div className="screen-body">
      <div className="screen-body__content">{children}</div>
      {inspectorOpen && (
        <Suspense>
          <Inspector />
        </Suspense>
      )}
    </div>
  );
};
