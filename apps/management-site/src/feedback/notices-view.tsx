import { ConfirmDialog } from "./confirm-dialog.tsx";
import { Toasts } from "./toasts.tsx";

/** Everything the site says outside of the page's flow. */
export const Notices = () => (
  <>
    <ConfirmDialog />
    <Toasts />
  </>
);
