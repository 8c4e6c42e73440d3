import type { AddOnContext } from "@privage-addons/contracts/bridge";
import { asTextOn, type Rgb, readableOn } from "./contrast.ts";

type Theme = AddOnContext["theme"];

/**
 * Shows the host's theme: its colour scheme and its custom properties, on the root element. Then makes sure that the
 * accent can be read, whatever colour the host chose: as text on a surface, on its own soft tint, and under its label.
 *
 * Properties are set through the CSSOM, which a strict Content-Security-Policy allows; nothing is parsed as HTML or CSS text.
 */
export const applyTheme = (theme: Theme, root: HTMLElement = document.documentElement): void => {
  root.dataset["theme"] = theme.colorScheme === "dark" ? "dark" : "light";
  for (const name of [...root.style]) root.style.removeProperty(name);
  for (const [name, value] of Object.entries(theme.variables)) {
    if (name.startsWith("--privage-")) root.style.setProperty(name, value);
  }
  const accent = paintedColor(root, "--desk-accent");
  const soft = paintedColor(root, "--desk-accent-soft");
  if (!accent || !soft) return;
  root.style.setProperty("--theme-on-accent", css(readableOn(accent)));
  // The tint is the harder background of the two: what reads there reads on the surface.
  root.style.setProperty("--theme-accent-text", css(asTextOn(accent, soft)));
};

const css = (rgb: Rgb): string => `rgb(${rgb.join(" ")})`;

/** What the browser really paints for a custom property, `color-mix()` included. */
const paintedColor = (root: HTMLElement, property: string): Rgb | undefined => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = root.appendChild(document.createElement("span"));
  probe.style.setProperty("color", `var(${property})`);
  const color = getComputedStyle(probe).color;
  probe.remove();
  if (!context) return undefined;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
};
