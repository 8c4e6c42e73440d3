import { ChevronsUpDown, Store } from "lucide-react";
import { Button, type Key, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { MenuMark } from "../controls/menu-mark.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { useSignedIn } from "../site/site-context.ts";
import { useSwitchBusiness } from "./use-session-moves.ts";
import "./business-switcher.css";

/** The business one works in. Choosing another ends the add-ons' sessions and opens them for that business. */
export const BusinessSwitcher = () => {
  const { shell } = useMessages();
  const { member, business } = useSignedIn();
  const switchBusiness = useSwitchBusiness();
  const onChoose = (key: Key) => {
    if (key !== business.code) void switchBusiness(String(key));
  };

  return (
    <MenuTrigger>
      <Button className="business-switcher">
        <Store aria-hidden size={18} />
        <span className="business-switcher__name">
          <span>
            <span className="visually-hidden">{shell.switchBusiness}: </span>
            {business.name}
          </span>
          <span className="business-switcher__code">
            {business.code} · {business.currency}
          </span>
        </span>
        <ChevronsUpDown aria-hidden size={16} />
      </Button>
      <Popover className="popover popover--wide" placement="bottom start">
        <Menu
          className="menu"
          selectionMode="single"
          selectedKeys={[business.code]}
          disallowEmptySelection
          onAction={onChoose}
          aria-label={shell.switchBusiness}
        >
          {member.businesses.map(({ code, name, currency, locale }) => (
            <MenuItem key={code} id={code} className="menu__item" textValue={name}>
              <span className="menu__lines">
                <span lang={locale}>{name}</span>
                <span className="menu__hint">
                  {code} · {currency}
                </span>
              </span>
              <MenuMark />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
