import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useStore } from "zustand";
import { Button } from "../controls/button.tsx";
import { useSite } from "../site/site-context.ts";
import "./confirm-dialog.css";

/** The first waiting question. Escape and the backdrop mean "no"; the harmless answer has the focus. */
export const ConfirmDialog = () => {
  const { notices } = useSite();
  const question = useStore(notices.store, ({ questions }) => questions[0]);
  if (!question) return null;
  const { id, title, message, confirmLabel, cancelLabel, destructive, answer } = question;

  return (
    <ModalOverlay
      key={id}
      className="dialog-overlay"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => isOpen || answer(false)}
    >
      <Modal className="dialog-modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title">{title}</Heading>
          {message && <p>{message}</p>}
          <div className="dialog__actions">
            <Button autoFocus={destructive} onPress={() => answer(false)}>
              {cancelLabel}
            </Button>
            <Button
              autoFocus={!destructive}
              look={destructive ? "danger" : "primary"}
              onPress={() => answer(true)}
            >
              {confirmLabel}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
