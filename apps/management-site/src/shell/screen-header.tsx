import { Activity } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { IconToggle } from "../controls/icon-button.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { PreferenceButtons } from "../preferences/preference-buttons.tsx";
import { useSite } from "../site/site-context.ts";
import { Drawer } from "./drawer.tsx";
import { hasActed } from "./has-acted.ts";
import "./screen-header.css";

interface ScreenHeaderProps {
  readonly title: string;
  /** Beside the title, e.g. a mark for unsaved changes. */
  readonly mark?: ReactNode;
  /** The screen's own actions, before those every screen has. */
  readonly actions?: ReactNode;
}

/** A screen's title and actions; menu, inspector, language and theme are always there. */
export const ScreenHeader = ({ title, mark, actions }: ScreenHeaderProps) => {
  const { shell } = useMessages();
  const { workspace } = useSite();
  const inspectorOpen = useStore(workspace.store, (state) => state.inspectorOpen);
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus went away with the last screen: go on reading here. A page just loaded starts at its top.
  useEffect(() => {
    if (hasActed() && document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <header className="screen-header">
      <Drawer />
      <h1 ref={heading} className="screen-header__title" tabIndex={-1}>
        {title}
      </h1>
      {mark}
      <div className="screen-header__actions">
        {actions}
        <IconToggle
          icon={Activity}
          label={shell.inspector}
          isSelected={inspectorOpen}
          onChange={workspace.toggleInspector}
        />
        <PreferenceButtons />
      </div>
    </header>
  );
};
