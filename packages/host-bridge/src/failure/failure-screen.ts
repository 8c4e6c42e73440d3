import type { AddOnError } from "@privage-addons/contracts";

/** Renders a failure; `retry` mounts the add-on anew. */
export type FailureScreen = (error: AddOnError, retry: () => void) => Element;

/** The bridge's own screen: cause, remedy and code as text, announced to assistive technology, and a button. */
export const failureScreen: FailureScreen = ({ message, code }, retry) => {
  const screen = document.createElement("div");
  const button = document.createElement("button");
  screen.role = "alert";
  button.type = "button";
  button.textContent = "Try again";
  button.onclick = retry;
  screen.append(`${message} (${code}) `, button);
  return screen;
};
