import { LogOut } from "lucide-react";
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { Avatar } from "../controls/avatar.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { useSignedIn } from "../site/site-context.ts";
import { useLogOut } from "./use-session-moves.ts";
import "./account-menu.css";

/** Who is signed in, and the way out. */
export const AccountMenu = () => {
  const { shell, signIn } = useMessages();
  const { member } = useSignedIn();
  const logOut = useLogOut();

  return (
    <MenuTrigger>
      <Button className="account-menu">
        <Avatar name={member.name} />
        <span className="account-menu__who">
          <span>
            <span className="visually-hidden">{shell.account}: </span>
            {member.name}
          </span>
          <span className="account-menu__role">{signIn.roles[member.role]}</span>
        </span>
      </Button>
      <Popover className="popover" placement="top start">
        <Menu className="menu" aria-label={shell.account}>
          <MenuSection>
            <Header className="menu__header">{member.name}</Header>
            <MenuItem className="menu__item" onAction={() => void logOut()}>
              <LogOut aria-hidden size={16} />
              <span>{shell.logOut}</span>
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
