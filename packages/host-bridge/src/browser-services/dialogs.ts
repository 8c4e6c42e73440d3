import type { ConfirmRequest, HostServices, ToastRequest } from "@privage-addons/contracts/bridge";

const TOAST_MS = 5000;

const element = <K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = "") => {
  const made = document.createElement(name);
  made.className = `privage-add-on-${className}`;
  made.textContent = text;
  return made;
};

/** Shows a message in a polite live region at the end of the page; class `privage-add-on-toast`, `data-tone`. */
export const toast: HostServices["toast"] = ({
  message,
  tone = "info",
  durationMs = TOAST_MS,
}: ToastRequest) => {
  const note = element("div", "toast", message);
  note.role = "status";
  note.dataset["tone"] = tone;
  document.body.append(note);
  setTimeout(() => note.remove(), durationMs);
};

export interface Question {
  /** The service. */
  readonly confirm: HostServices["confirm"];
  /** Answers no to what is asked right now. */
  withdraw(): void;
}

/** Asks in a modal `<dialog>` that names the add-on as the asker; Escape means no. */
export const createQuestion = (addOnTitle: string): Question => {
  let asked: HTMLDialogElement | undefined;
  return {
    withdraw: () => asked?.close(),
    confirm: ({
      title,
      message = "",
      confirmLabel = "OK",
      cancelLabel = "Cancel",
      destructive = false,
    }: ConfirmRequest) =>
      new Promise<boolean>((resolve) => {
        const dialog = element("dialog", "confirm");
        const heading = element("h2", "confirm-title", title);
        const cancel = element("button", "cancel", cancelLabel);
        const confirm = element("button", "confirm-button", confirmLabel);
        heading.id = `privage-${crypto.randomUUID()}`;
        dialog.setAttribute("aria-labelledby", heading.id);
        confirm.dataset["destructive"] = String(destructive);
        cancel.onclick = () => dialog.close();
        confirm.onclick = () => dialog.close("yes");
        dialog.onclose = () => {
          dialog.remove();
          resolve(dialog.returnValue === "yes");
        };
        // Who asks is said by the host: an add-on cannot speak in the site's name.
        dialog.append(
          element("p", "asker", addOnTitle),
          heading,
          element("p", "text", message),
          cancel,
          confirm,
        );
        asked = dialog;
        document.body.append(dialog);
        dialog.showModal();
      }),
  };
};

/** {@link createQuestion} for a site that withdraws nothing. */
export const createConfirm = (addOnTitle: string): HostServices["confirm"] =>
  createQuestion(addOnTitle).confirm;
