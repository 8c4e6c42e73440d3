import { useEffect } from "react";
import { useDeskHost } from "./desk-host.ts";

/** Names the screen in the Management Site's title. */
export const useScreenTitle = (title: string): void => {
  const host = useDeskHost();
  useEffect(() => host.setTitle(title), [host, title]);
};
