import type { HostServices } from "@privage-addons/contracts/bridge";

/** Opens an address in a new tab that knows nothing of this one. The bridge lets `https:` alone through. */
export const openExternal: HostServices["openExternal"] = ({ url }) => {
  window.open(url, "_blank", "noopener,noreferrer");
};

/** Copies text. The browser wants a recent gesture; one in the add-on's frame counts. */
export const copyToClipboard: HostServices["copyToClipboard"] = ({ text }) =>
  navigator.clipboard.writeText(text);

/** Saves content as a file. */
export const download: HostServices["download"] = ({ fileName, mimeType, content }) => {
  const url = URL.createObjectURL(new Blob([content], { type: mimeType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the address by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
};

/** Prints the page. */
export const print: HostServices["print"] = () => window.print();

/** Shows the add-on's container in full screen, or leaves it. */
export const createFullScreen =
  (container: HTMLElement): HostServices["setFullScreen"] =>
  async ({ fullScreen }) => {
    if (fullScreen) await container.requestFullscreen();
    else if (document.fullscreenElement) await document.exitFullscreen();
  };

/** Puts the add-on's title before the page's own. */
export const createTitle = (ownTitle = document.title): HostServices["setTitle"] => {
  return ({ title }) => {
    document.title = `${title} · ${ownTitle}`;
  };
};
