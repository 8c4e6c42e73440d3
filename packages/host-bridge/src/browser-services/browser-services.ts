import type { HostServices } from "@privage-addons/contracts/bridge";
import { createQuestion, toast } from "./dialogs.ts";
import { createHistoryNavigation, type HistoryNavigation } from "./history-navigation.ts";
import {
  copyToClipboard,
  createFullScreen,
  createTitle,
  download,
  openExternal,
  print,
} from "./page-actions.ts";
import { createUnsavedGuard, type UnsavedGuard } from "./unsaved-guard.ts";

export interface BrowserServicesOptions {
  /** The add-on's container; it is what goes full screen. */
  readonly container: HTMLElement;
  /** The add-on's name; questions say it. */
  readonly title: string;
  /** Where the site shows the add-on, e.g. `"/add-ons/loyalty-desk"`. */
  readonly basePath: string;
}

export interface BrowserServices {
  /** Every service but `close`, done with what a browser has. Pass all of them, or pick: what is passed is granted. */
  readonly services: Omit<HostServices, "close">;
  readonly navigation: HistoryNavigation;
  readonly unsaved: UnsavedGuard;
  /**
   * Gives back what the add-on holds of the page: an open question is answered no, the title is the page's own again, and
   * unsaved changes keep nobody. Call it whenever the add-on's state is no longer `ready`, and when you unmount it.
   */
  release(): void;
}

/**
 * Ready-made services for a site that has no toasts, dialogs or router of its own.
 *
 * @example
 * ```ts
 * import { createBrowserServices } from "@privage-addons/host-bridge/services";
 *
 * const { services, navigation } = createBrowserServices({
 *   container: document.body,
 *   title: "Loyalty Desk",
 *   basePath: "/add-ons/loyalty-desk",
 * });
 * const { toast, navigate } = services; // grant these two alone
 * navigation.path();
 * ```
 */
export const createBrowserServices = (options: BrowserServicesOptions): BrowserServices => {
  const navigation = createHistoryNavigation(options.basePath);
  const unsaved = createUnsavedGuard();
  const question = createQuestion(options.title);
  const ownTitle = document.title;
  return {
    navigation,
    unsaved,
    release: () => {
      unsaved.release();
      question.withdraw();
      if (document.title.endsWith(` · ${ownTitle}`)) document.title = ownTitle;
    },
    services: {
      toast,
      confirm: question.confirm,
      navigate: navigation.navigate,
      setTitle: createTitle(ownTitle),
      setDirty: unsaved.setDirty,
      openExternal,
      setFullScreen: createFullScreen(options.container),
      copyToClipboard,
      download,
      print,
    },
  };
};
