import { Columns2, Ellipsis, Maximize2, RotateCw } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { IconButton, IconToggle } from "../controls/icon-button.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import "./add-on-actions.css";

interface AddOnActionsProps {
  readonly hasBeside: boolean;
  readonly onReload: () => void;
  readonly onToggleBeside: () => void;
  readonly onFullScreen: () => void;
}

/** What one can do with the add-on's place on the page: buttons, or a menu where there is no room for them. */
export const AddOnActions = ({ hasBeside, onReload, onToggleBeside, onFullScreen }: AddOnActionsProps) => {
  const { addOn } = useMessages();
  return (
    <>
      <div className="add-on-actions">
        <IconButton icon={RotateCw} label={addOn.reload} onPress={onReload} />
        <IconToggle icon={Columns2} label={addOn.beside} isSelected={hasBeside} onChange={onToggleBeside} />
        <IconButton icon={Maximize2} label={addOn.fullScreen} onPress={onFullScreen} />
      </div>
      <MenuTrigger>
        <Button className="icon-button add-on-actions__more" aria-label={addOn.actions}>
          <Ellipsis aria-hidden size={18} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={addOn.actions}>
            <MenuItem className="menu__item" onAction={onReload}>
              <RotateCw aria-hidden size={16} />
              {addOn.reload}
            </MenuItem>
            <MenuItem className="menu__item" onAction={onToggleBeside}>
              <Columns2 aria-hidden size={16} />
              {hasBeside ? addOn.hideBeside : addOn.beside}
            </MenuItem>
            <MenuItem className="menu__item" onAction={onFullScreen}>
              <Maximize2 aria-hidden size={16} />
              {addOn.fullScreen}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
};
