import { useEffect, useRef } from "react";
import { type DeskHost, useDeskHost } from "./desk-host.ts";
import { guardLeaving } from "./location.ts";

/** What to ask before what was typed is lost, in the reader's language. */
export type LeaveQuestion = Parameters<DeskHost["confirm"]>[0];

/**
 * Guards what is half typed: while `isDirty`, the desk's own links and buttons ask before they leave, and so does the host
 * before its own. `goTo(path, { unguarded: true })` leaves without asking.
 */
export const useLeaveGuard = (isDirty: boolean, question: LeaveQuestion): void => {
  const host = useDeskHost();
  const latest = useRef(question);
  useEffect(() => {
    latest.current = question;
  });
  useEffect(() => {
    if (!isDirty) return;
    host.setDirty(true);
    const release = guardLeaving(() => host.confirm(latest.current));
    return () => {
      release();
      host.setDirty(false);
    };
  }, [host, isDirty]);
};
