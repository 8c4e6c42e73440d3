/**
 * Opens a connection ahead, without cookies, as a mint will use it. A hint, which leaves nothing on the page: the browser
 * opens none where it has one, and closes one that stays unused for some seconds. Does nothing without a document.
 */
export const preconnect = (url: string): void => {
  if (typeof document === "undefined") return;
  const link = document.createElement("link");
  link.rel = "preconnect";
  link.crossOrigin = "anonymous";
  link.href = url;
  document.head.append(link);
  link.remove();
};
