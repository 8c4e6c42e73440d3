import { Menu as MenuIcon } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useMessages } from "../i18n/use-messages.ts";
import { Sidebar } from "./sidebar.tsx";
import "./drawer.css";

/** The sidebar of a narrow window: a button that slides it in. */
export const Drawer = () => {
  const { shell } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button className="icon-button drawer-button" aria-label={shell.menu} onPress={() => setOpen(true)}>
        <MenuIcon aria-hidden size={20} />
      </Button>
      <ModalOverlay className="drawer-overlay" isDismissable isOpen={isOpen} onOpenChange={setOpen}>
        <Modal className="drawer">
          <Dialog className="drawer__dialog" aria-label={shell.navigation}>
            <Sidebar onGo={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
};
