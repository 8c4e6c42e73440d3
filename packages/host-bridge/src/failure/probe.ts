/**
 * Why a page stays silent in its frame.
 *
 * A browser tells the embedding page nothing about a refused frame: `load` fires, the document is out of reach, and so it
 * is for any foreign page. An `<object>` says more: in Chromium it fires `error` where a frame would show a refusal or an
 * error page. It cannot be sandboxed itself, so it goes into a frame whose sandbox forbids scripts, popups and
 * navigation, and inherits that. A prefetch then tells a refusal from a page that does not load at all.
 *
 * Limits: a host that itself says `object-src 'none'`, requires Trusted Types, or runs in a browser without these events
 * learns nothing here ("unknown").
 */
export type Silence =
  /** The page loads and may be framed: it has no SDK. */
  | "framable"
  /** The page refuses to be framed. */
  | "refused"
  /** The host's own Content-Security-Policy refuses. */
  | "forbidden-here"
  | "unreachable"
  | "unknown";

const PATIENCE_MS = 5000;
const VIOLATION_MS = 1000;

/** Asks about the page of `asked`, for as long as that frame stays where it is. */
export const probe = async (asked: HTMLIFrameElement): Promise<Silence> => {
  const { src, parentNode } = asked;
  if (!parentNode) return "unknown";
  const frame = document.createElement("iframe");
  const prefetch = document.createElement("link");
  frame.setAttribute("sandbox", "allow-same-origin");
  // Not `hidden`: an object that is not laid out does not load.
  frame.style.cssText = "position:fixed;width:1px;height:1px;opacity:0;pointer-events:none";
  prefetch.rel = "prefetch";
  prefetch.as = "document";
  prefetch.href = src;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = (ms: number) => {
    clearTimeout(timer);
    return new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
  };
  const ask = async (): Promise<Silence> => {
    const inner = frame.contentDocument;
    if (!inner) return "unknown";
    const violation = new Promise<string>((resolve) => {
      inner.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    });
    const object = inner.createElement("object");
    object.type = "text/html";
    object.data = src;
    const patience = pause(PATIENCE_MS);
    const outcomes = Promise.all(
      [object, prefetch].map((element) => Promise.race([succeeds(element), patience])),
    );
    inner.body.append(object);
    document.head.append(prefetch);
    const [framed, reached] = await outcomes;
    if (framed) return "framable";
    // A violation is reported by another process, and may come after the error that it causes.
    const directive = await Promise.race([violation, pause(VIOLATION_MS)]);
    if (directive) return directive === "frame-src" ? "forbidden-here" : "unknown";
    if (reached === false) return "unreachable";
    return framed === false && reached ? "refused" : "unknown";
  };
  let stopWatching = () => {};
  const isGone = new Promise<Silence>((resolve) => {
    const removal = new MutationObserver(() => asked.isConnected || resolve("unknown"));
    removal.observe(parentNode, { childList: true });
    stopWatching = () => removal.disconnect();
  });
  document.body.append(frame);
  try {
    return await Promise.race([ask(), isGone]);
  } catch {
    // Trusted Types refused the address.
    return "unknown";
  } finally {
    clearTimeout(timer);
    stopWatching();
    frame.remove();
    prefetch.remove();
  }
};

/** Whether an element loads; pending when the browser does not say. */
const succeeds = (element: HTMLElement) =>
  new Promise<boolean>((resolve) => {
    element.onload = () => resolve(true);
    element.onerror = () => resolve(false);
  });
