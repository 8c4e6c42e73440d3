export { type AddOnElement, defineAddOnElement } from "./add-on-element.ts";
