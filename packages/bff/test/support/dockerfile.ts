/** The Dockerfile of `apps/bff` as data; there is no container engine where the tests run. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const APP = fileURLToPath(new URL("../../../../apps/bff/", import.meta.url));
export const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));

export interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

export interface Stage {
  readonly from: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** https://docs.docker.com/reference/dockerfile/#format */
export const readStages = (): readonly [Stage, ...Stage[]] => {
  const lines = readFileSync(`${APP}Dockerfile`, "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: { from: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, keyword = "", text = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    const [, from, name] = keyword === "FROM" ? (/^(\S+)(?: AS (\S+))?$/.exec(text) ?? []) : [];
    if (from !== undefined) stages.push({ from, name, instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, text });
  }
  const [first, ...others] = stages;
  if (!first) throw new Error("The Dockerfile has no stage.");
  return [first, ...others];
};

/** The stage that becomes the image. */
export const readImage = (): Stage => {
  const stages = readStages();
  return stages.at(-1) ?? stages[0];
};

export const textsOf = ({ instructions }: Stage, wanted: string): string[] =>
  instructions.filter(({ keyword }) => keyword === wanted).map(({ text }) => text);

/** `CMD ["a", "b"]` and the like as a list; the options before it are left out. */
export const listOf = (stage: Stage, keyword: string): string[] => {
  const [text = ""] = textsOf(stage, keyword);
  return JSON.parse(text.slice(text.indexOf("["))) as string[];
};

/** What `ENV` sets. */
export const environmentOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    textsOf(stage, "ENV")
      .flatMap((text) => text.split(/\s+/))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
