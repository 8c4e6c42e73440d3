/**
 * Each story of the product is told three times, once in each language, in both themes, and with faults in half of all
 * tellings. Over any four stories in a row every theme meets every language both calm and faulty.
 */
import type { Page } from "@playwright/test";
import type { DemoUrls } from "../../demo-stack.ts";
import type { Fault, Platform, SimulatorControls } from "../../simulators.ts";
import type { Language, Theme } from "../../visitor.ts";
import type { Words } from "./words.ts";

/** Where a story is told. */
export interface Scene {
  readonly page: Page;
  readonly urls: DemoUrls;
  readonly simulators: SimulatorControls;
  readonly words: Words;
  readonly isFaulty: boolean;
}

export interface Story {
  readonly name: string;
  /** What goes wrong in a faulty telling; the story ends the same. */
  readonly faults: readonly (readonly [platform: Platform, fault: Fault])[];
  readonly tell: (scene: Scene) => Promise<void>;
}

export interface Telling {
  readonly language: Language;
  readonly theme: Theme;
  readonly isFaulty: boolean;
}

const telling = (language: Language, theme: Theme, weather: "calm" | "faulty"): Telling => ({
  language,
  theme,
  isFaulty: weather === "faulty",
});

const ROTATION: readonly (readonly Telling[])[] = [
  [telling("en", "light", "calm"), telling("th", "dark", "faulty"), telling("vi", "light", "faulty")],
  [telling("en", "dark", "faulty"), telling("th", "light", "calm"), telling("vi", "dark", "calm")],
  [telling("en", "light", "faulty"), telling("th", "dark", "calm"), telling("vi", "light", "calm")],
  [telling("en", "dark", "calm"), telling("th", "light", "faulty"), telling("vi", "dark", "faulty")],
];

/** How the story at this place of the list is told. */
export const tellingsOf = (index: number): readonly Telling[] => ROTATION[index % ROTATION.length] ?? [];
