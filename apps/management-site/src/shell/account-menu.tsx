import { LogOut } from "lucide-react";
import {
  Button,
  Header,
  type Key,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { Avatar } from "../controls/avatar.tsx";
import { MenuMark } from "../controls/menu-mark.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { STAFF_ROLES } from "../session/privage-staff.ts";
import { useSignedIn, useSite } from "../site/site-context.ts";
import { useLogOut } from "./use-session-moves.ts";
import "./account-menu.css";

/** Who is signed in, with which role (to be changed live, as an owner may do at any moment), and the way out. */
export const AccountMenu = () => {
  const { shell, signIn } = useMessages();
  const { member } = useSignedIn();
  const { session, notices } = useSite();
  const logOut = useLogOut();
  const onRole = (key: Key) => {
    const role = STAFF_ROLES.find((name) => name === key);
    if (!role || role === member.role) return;
    session.changeRole(role);
    notices.toast({ message: shell.roleChanged(signIn.roles[role]) });
  };

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
          <MenuSection
            selectionMode="single"
            selectedKeys={[member.role]}
            disallowEmptySelection
            onSelectionChange={(keys) => keys !== "all" && [...keys].forEach(onRole)}
          >
            <Header className="menu__header">{shell.role}</Header>
            {STAFF_ROLES.map((role) => (
              <MenuItem key={role} id={role} className="menu__item" textValue={signIn.roles[role]}>
                <span>{signIn.roles[role]}</span>
                <MenuMark />
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection aria-label={member.name}>
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
