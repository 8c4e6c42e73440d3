/**
 * What the site does for its add-ons. Every request was checked by the bridge for its shape; what it means is decided
 * here: where an add-on may navigate, what it may open, how long its texts are on screen.
 */
import { AddOnError } from "@privage-addons/contracts";
import type { HostServices } from "@privage-addons/contracts/bridge";
import { messagesOf } from "../i18n/use-messages.ts";
import type { Site } from "../site/site-context.ts";
import type { Slot } from "./frames.ts";

/** What a slot's panel contributes: where its add-on goes, and how it is closed. */
export interface SlotMoves {
  goTo(path: string, replace: boolean): void;
  close(): void;
}

const LONGEST_TITLE = 120;

export const createHostServices = (
  site: Pick<Site, "notices" | "frames" | "workspace" | "preferences">,
  slot: Slot,
  moves: SlotMoves,
): HostServices => {
  const { notices, frames, workspace, preferences } = site;
  const messages = () => messagesOf(preferences.store.getState().language);

  return {
    toast: (request) => notices.toast(request),
    confirm: ({ title, message, confirmLabel, cancelLabel, destructive = false }) =>
      notices.ask({
        title,
        ...(message !== undefined && { message }),
        confirmLabel: confirmLabel ?? messages().confirm.ok,
        cancelLabel: cancelLabel ?? messages().common.cancel,
        destructive,
      }),
    navigate: ({ path, replace = false }) => {
      if (!/^\/(?![/\\])/.test(path))
        throw new AddOnError("INVALID_ARGUMENT", "navigate: path starts with one slash.");
      moves.goTo(path, replace);
    },
    setTitle: ({ title }) => frames.change(slot, { title: title.slice(0, LONGEST_TITLE) }),
    setDirty: ({ dirty }) => frames.change(slot, { dirty }),
    openExternal: ({ url }) => {
      if (URL.parse(url)?.protocol !== "https:")
        throw new AddOnError("INVALID_ARGUMENT", "openExternal: url must be an https: address.");
      window.open(url, "_blank", "noopener,noreferrer");
    },
    setFullScreen: ({ fullScreen }) => workspace.setFullScreen(fullScreen),
    copyToClipboard: async ({ text }) => {
      try {
        await navigator.clipboard.writeText(text);
      } catch (cause) {
        // The add-on may know another way, so it has the word.
        throw new AddOnError("NOT_GRANTED", "copyToClipboard: the browser did not allow it.", { cause });
      }
      notices.toast({ message: messages().addOn.copied, tone: "success" });
    },
    download: ({ fileName, mimeType, content }) => saveFile(fileName, mimeType, content),
    print: () => {
      // The style sheet for paper leaves the other add-on out.
      const { dataset } = document.documentElement;
      dataset["print"] = slot;
      window.print();
      delete dataset["print"];
    },
    close: () => moves.close(),
  };
};

/** Hands a file to the browser's downloads. */
export const saveFile = (fileName: string, mimeType: string, content: Blob | string) => {
  const address = URL.createObjectURL(new Blob([content], { type: mimeType }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The download has begun by then; the browser keeps what it still reads.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
