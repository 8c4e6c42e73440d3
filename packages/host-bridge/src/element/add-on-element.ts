import type { AddOnState } from "../lifecycle/state.ts";
import { patchTo } from "../mount/context.ts";
import { mountAddOn } from "../mount/mount-add-on.ts";
import type { MountedAddOn } from "../mount/mounted-add-on.ts";
import type { MountOptions } from "../mount/options.ts";
import type { HostEvent } from "../trace/events.ts";

/** Everything `mountAddOn` takes beyond what attributes can say. */
export type AddOnElementOptions = Omit<
  MountOptions,
  "container" | "src" | "title" | "appconnectId" | "businessCode" | "onEvent"
>;

/**
 * `<privage-add-on src title appconnect-id business-code>`. Set `options` once (mint, context, services …); the add-on
 * mounts when the element is in the document, and unmounts when it is taken out. A changed attribute mounts anew; a new
 * `context` in `options` is pushed.
 *
 * Events: `state` (`detail`: AddOnState) and `step` (`detail`: HostEvent); `error` with the error as `detail` when the
 * attributes or options are wrong.
 */
export interface AddOnElement extends HTMLElement {
  options: AddOnElementOptions | undefined;
  readonly addOn: MountedAddOn | undefined;
}

/** Registers the element; does nothing where it is registered already. */
export const defineAddOnElement = (name = "privage-add-on"): void => {
  if (customElements.get(name)) return;
  // Made here, so that importing the module needs no DOM.
  customElements.define(
    name,
    class extends HTMLElement implements AddOnElement {
      static readonly observedAttributes = ["src", "title", "appconnect-id", "business-code"];
      #addOn: MountedAddOn | undefined;
      #options: AddOnElementOptions | undefined;
      #isPlanned = false;

      get addOn() {
        return this.#addOn;
      }
      get options() {
        return this.#options;
      }
      set options(options) {
        const addOn = this.#options && this.#addOn;
        this.#options = options;
        if (!addOn || !options) {
          this.#plan();
          return;
        }
        addOn.update(patchTo(options.context, addOn.context.business.code));
      }
      connectedCallback() {
        this.style.display ||= "block";
        this.#plan();
      }
      disconnectedCallback() {
        this.#unmount();
      }
      attributeChangedCallback() {
        this.#plan();
      }

      /** Attributes and options arrive one by one: one mount at the end of the turn. */
      #plan() {
        if (this.#isPlanned) return;
        this.#isPlanned = true;
        queueMicrotask(() => {
          this.#isPlanned = false;
          this.#unmount();
          if (this.isConnected && this.#options && this.hasAttribute("src")) this.#mount(this.#options);
        });
      }
      #mount(options: AddOnElementOptions) {
        const tell = (type: string, detail: HostEvent | AddOnState | unknown) =>
          this.dispatchEvent(new CustomEvent(type, { detail }));
        const text = (attribute: string) => this.getAttribute(attribute) ?? "";
        try {
          this.#addOn = mountAddOn({
            ...options,
            container: this,
            src: text("src"),
            title: text("title"),
            appconnectId: Number(text("appconnect-id") || "x"),
            businessCode: text("business-code"),
            onEvent: (event) => tell("step", event),
          });
          this.#addOn.subscribe((state) => tell("state", state));
        } catch (error) {
          tell("error", error);
        }
      }
      #unmount() {
        this.#addOn?.unmount();
        this.#addOn = undefined;
      }
    },
  );
};
