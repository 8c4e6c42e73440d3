/**
 * The texts react-aria brings along: 34 languages, and neither Thai nor Vietnamese among them. This plugin leaves out all
 * but English, and gives the one text this site makes it say (the hidden "Dismiss" buttons of menus and dialogs) in the
 * site's own languages.
 */
import type { Plugin } from "vite";

const OVERLAY_TEXTS = {
  "en-US": { dismiss: "Dismiss" },
  "th-TH": { dismiss: "ปิด" },
  "vi-VN": { dismiss: "Đóng" },
};

const OVERLAYS = /[\\/]react-aria[\\/]dist[\\/]private[\\/]overlays[\\/]intlStrings\.m?js$/;
const OTHER_LANGUAGE = /[\\/]intl[\\/].*[\\/](?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/;
const REACT_ARIA = /[\\/]react-(aria|stately|aria-components)[\\/]/;
const NO_TEXTS = "\0react-aria-no-texts";

export const reactAriaTexts = (): Plugin => ({
  name: "privage-react-aria-texts",
  enforce: "pre",
  resolveId: {
    filter: { id: OTHER_LANGUAGE },
    handler: (id, importer = "") =>
      OTHER_LANGUAGE.test(id) && REACT_ARIA.test(importer) ? NO_TEXTS : undefined,
  },
  load: (id) => {
    if (id === NO_TEXTS) return "export default {};";
    return OVERLAYS.test(id) ? `export default ${JSON.stringify(OVERLAY_TEXTS)};` : undefined;
  },
});
