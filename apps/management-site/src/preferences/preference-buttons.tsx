import { Languages, Monitor, Moon, Sun } from "lucide-react";
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
import { MenuMark } from "../controls/menu-mark.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { usePreferences, useSite } from "../site/site-context.ts";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES, LOCALES } from "./languages.ts";
import { THEME_CHOICES } from "./preferences.ts";

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Theme and language, each one press away. */
export const PreferenceButtons = () => {
  const { shell } = useMessages();
  const { preferences } = useSite();
  const { theme, language } = usePreferences();
  const ThemeIcon = THEME_ICONS[theme];
  const onTheme = (key: Key) => {
    const choice = THEME_CHOICES.find((name) => name === key);
    if (choice) preferences.setTheme(choice);
  };
  const onLanguage = (key: Key) => {
    if (isLanguage(key)) preferences.setLanguage(key);
  };

  return (
    <div className="preference-buttons">
      <MenuTrigger>
        <Button className="icon-button" aria-label={`${shell.language}: ${LANGUAGE_NAMES[language]}`}>
          <Languages aria-hidden size={18} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu
            className="menu"
            selectionMode="single"
            selectedKeys={[language]}
            disallowEmptySelection
            onAction={onLanguage}
            aria-label={shell.language}
          >
            <MenuSection>
              <Header className="menu__header">{shell.language}</Header>
              {LANGUAGES.map((name) => (
                <MenuItem key={name} id={name} className="menu__item" textValue={LANGUAGE_NAMES[name]}>
                  <span lang={LOCALES[name]}>{LANGUAGE_NAMES[name]}</span>
                  <MenuMark />
                </MenuItem>
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      <MenuTrigger>
        <Button className="icon-button" aria-label={`${shell.theme}: ${shell.themes[theme]}`}>
          <ThemeIcon aria-hidden size={18} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu
            className="menu"
            selectionMode="single"
            selectedKeys={[theme]}
            disallowEmptySelection
            onAction={onTheme}
            aria-label={shell.theme}
          >
            <MenuSection>
              <Header className="menu__header">{shell.theme}</Header>
              {THEME_CHOICES.map((name) => {
                const Icon = THEME_ICONS[name];
                return (
                  <MenuItem key={name} id={name} className="menu__item" textValue={shell.themes[name]}>
                    <Icon aria-hidden size={16} />
                    <span>{shell.themes[name]}</span>
                    <MenuMark />
                  </MenuItem>
                );
              })}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
};
