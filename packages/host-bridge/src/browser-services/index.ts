export {
  type BrowserServices,
  type BrowserServicesOptions,
  createBrowserServices,
} from "./browser-services.ts";
export { createConfirm, createQuestion, type Question, toast } from "./dialogs.ts";
export { createHistoryNavigation, type HistoryNavigation } from "./history-navigation.ts";
export {
  copyToClipboard,
  createFullScreen,
  createTitle,
  download,
  openExternal,
  print,
} from "./page-actions.ts";
export { createUnsavedGuard, type UnsavedGuard } from "./unsaved-guard.ts";
