import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useStore } from "zustand";
import { useMessages } from "../i18n/use-messages.ts";
import { useSite } from "../site/site-context.ts";
import type { Toast } from "./notices.ts";
import "./toasts.css";

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert };

/** Toasts in a corner. The live region is always there, so that the first toast is announced too. */
export const Toasts = () => {
  const { notices } = useSite();
  const toasts = useStore(notices.store, (state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite" aria-relevant="additions text">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDone={() => notices.dismiss(toast.id)} />
      ))}
    </div>
  );
};

/** Leaves after its time, unless somebody reads it: pointer or focus on it stop the clock. */
const ToastCard = ({ toast, onDone }: { readonly toast: Toast; readonly onDone: () => void }) => {
  const { common } = useMessages();
  const { notices } = useSite();
  const [isHeld, setHeld] = useState(false);
  const Icon = ICONS[toast.tone];

  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => notices.dismiss(toast.id), toast.durationMs);
    return () => clearTimeout(timer);
  }, [notices, toast, isHeld]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only stops the clock; nothing is pressed here
    <div
      className="toast"
      data-tone={toast.tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon aria-hidden className="toast__icon" size={18} />
      <span className="toast__message">{toast.message}</span>
      <Button className="icon-button icon-button--small" aria-label={common.dismiss} onPress={onDone}>
        <X aria-hidden size={16} />
      </Button>
    </div>
  );
};
