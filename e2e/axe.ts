import { expect, type Frame, type Page } from "@playwright/test";
import axe from "axe-core";

/** What axe found, in words: which rule, and where. */
export type Findings = readonly string[];

/** The rules whose answer the colours of a theme can change; everything else is the same in every theme. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * Reads one document with axe: a page without its frames, or one of its frames. The script is put there once per document, so
 * that a second look (another theme, another language) costs a fraction of the first.
 */
const look = async (document: Page | Frame, rules?: readonly string[]): Promise<Findings> => {
  if (!(await document.evaluate(() => "axe" in globalThis))) await document.evaluate(axe.source);
  return document.evaluate(async (only) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await run(globalThis.document, {
      iframes: false,
      resultTypes: ["violations"],
      ...(only && { runOnly: { type: "rule", values: [...only] } }),
    });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html).join(", ")}`);
  }, rules);
};

/** Every rule of WCAG 2.2 A and AA that a machine can check, and axe's best practices. */
export const findAll = (document: Page | Frame): Promise<Findings> => look(document);

/** For a screen that was read as a whole in another theme. */
export const findInColours = (document: Page | Frame): Promise<Findings> => look(document, COLOUR_RULES);

/** Nothing has to be scrolled sideways; a chart is drawn anew a moment after its window has changed. */
export const expectNoWiderThanWindow = (document: Page | Frame, where: string): Promise<void> =>
  expect
    .poll(
      () =>
        document.evaluate(() => {
          const root = globalThis.document.documentElement;
          return root.scrollWidth - root.clientWidth;
        }),
      { message: `pixels that ${where} is wider than its window` },
    )
    .toBeLessThanOrEqual(0);
