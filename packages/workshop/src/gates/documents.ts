import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { ERROR_CODES } from "@privage-addons/contracts";
import { listRepositoryFiles } from "../lib/files.ts";
import { inRoot } from "../lib/repository.ts";
import type { Gate } from "./gate.ts";

const LINK = /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g;

/** Links of a Markdown text that point into the repository at something that is not there. */
export const brokenLinks = (file: string, text: string, exists: (path: string) => boolean): string[] =>
  [...text.matchAll(LINK)]
    .flatMap(([, target]) => (target && !/^[a-z]+:/i.test(target) ? [target] : []))
    .filter((target) => !exists(posix.join(posix.dirname(file), target)))
    .map((target) => `${file}: the link to ${target} leads nowhere`);

/** Codes without an entry in docs/errors.md, and entries without a code. */
export const errorEntryFindings = (codes: readonly string[], page: string): string[] => {
  const entries = [...page.matchAll(/^### ([A-Z_]+)$/gm)].flatMap(([, code]) => code ?? []);
  return [
    ...codes
      .filter((code) => !entries.includes(code))
      .map((code) => `docs/errors.md has no entry for ${code}`),
    ...entries
      .filter((entry) => !codes.includes(entry))
      .map((entry) => `docs/errors.md explains ${entry}, which is no error code`),
  ];
};

/** Every error code is explained, and no link inside the documentation is broken. */
export const documents: Gate = {
  name: "documents",
  check: async () => {
    const pages = listRepositoryFiles().filter((file) => file.endsWith(".md") && existsSync(inRoot(file)));
    return [
      ...errorEntryFindings(ERROR_CODES, readFileSync(inRoot("docs/errors.md"), "utf8")),
      ...pages.flatMap((file) =>
        brokenLinks(file, readFileSync(inRoot(file), "utf8"), (path) => existsSync(inRoot(path))),
      ),
    ];
  },
};
