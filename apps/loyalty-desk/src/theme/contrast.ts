/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** WCAG 2.2 relative luminance. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminance = (rgb: Rgb): number => {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** WCAG 2.2 contrast ratio, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (a: Rgb, b: Rgb): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

/** Black or white, whichever is easier to read on `background`. */
export const readableOn = (background: Rgb): Rgb => {
  const [black, white]: [Rgb, Rgb] = [
    [10, 12, 14],
    [255, 255, 255],
  ];
  return contrast(white, background) >= contrast(black, background) ? white : black;
};

/** `color` itself if it reads on `background` at 4.5:1, else the first mix with the readable extreme that does. */
export const asTextOn = (color: Rgb, background: Rgb): Rgb => {
  const target = readableOn(background);
  const mixed = (share: number) =>
    color.map((channel, index) =>
      Math.round(channel + ((target[index] ?? 0) - channel) * share),
    ) as unknown as Rgb;
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mixed(share);
    if (contrast(candidate, background) >= 4.6) return candidate;
  }
  return target;
};
