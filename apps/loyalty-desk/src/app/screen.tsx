import { type ReactNode, useEffect, useRef } from "react";
import { Page, type PageProps } from "../ui/layout.tsx";
import { useHasMoved } from "./location.ts";
import { useScreenTitle } from "./screen-title.ts";

/**
 * A page of the desk: names itself in the host's title, and takes the focus to its heading when the person came by
 * navigation, so that a screen reader says where they are. A field that already took the focus keeps it.
 */
export const Screen = (props: PageProps & { readonly children: ReactNode }) => {
  const frame = useRef<HTMLDivElement>(null);
  const hasMoved = useHasMoved();
  useScreenTitle(props.title);
  useEffect(() => {
    const isTaken = frame.current?.contains(document.activeElement);
    if (hasMoved && !isTaken) frame.current?.querySelector<HTMLElement>("[data-page-heading]")?.focus();
  }, [hasMoved]);
  return (
    <div ref={frame}>
      <Page {...props} />
    </div>
  );
};
