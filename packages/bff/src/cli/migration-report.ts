/** What became of each shop, as CSV. A report that is there already is never written over: it may be the only list of what was refused. */
import { type FileHandle, open, stat } from "node:fs/promises";
import { format, parse } from "node:path";
import { finished } from "node:stream/promises";
import { AddOnError } from "@privage-addons/contracts";
import { codeOf } from "../code-of.ts";
import type { ShopResult } from "../haravan/migrate.ts";

/** RFC 4180: quoted when needed; a leading `=`, `+`, `-` or `@` would be a formula in a spreadsheet. */
const csvField = (text: string): string => {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const openNew = async (wanted: string): Promise<{ path: string; file: FileHandle }> => {
  const { dir, name, ext } = parse(wanted);
  for (let path = wanted, number = 2; ; number += 1) {
    try {
      return { path, file: await open(path, "wx", 0o600) };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    // A pipe or a device holds nothing that could be lost.
    if (!(await stat(path)).isFile()) return { path, file: await open(path, "w") };
    path = format({ dir, name: `${name}-${number}`, ext });
  }
};

/** Resolves when the first line is written: what cannot be written is found out before anything is converted. */
export const beginReport = async (wanted: string, onError: () => void) => {
  try {
    const { path, file } = await openNew(wanted);
    const output = file.createWriteStream().once("error", onError);
    await new Promise<void>((resolve, reject) => {
      output.write("business,shop,result,reason\n", (error) => (error ? reject(error) : resolve()));
    });
    return {
      /** Where it is: the name that was asked for, or that with a number. */
      path,
      add: ({ business, shop, result, reason }: ShopResult): void => {
        output.write(`${[business, shop, result, reason].map(csvField).join(",")}\n`);
      },
      /** Rejects with INTERNAL when not all of it could be written. */
      end: (): Promise<void> => {
        output.end();
        return finished(output).catch((cause: unknown) => {
          throw new AddOnError(
            "INTERNAL",
            `The report can no longer be written (${codeOf(cause)}). What was converted is kept; make room and run the same command again.`,
            { cause },
          );
        });
      },
    };
  } catch (cause) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `--report: the file cannot be written (${codeOf(cause)}); name one in a folder that exists, may be written to and has room. No shop was converted.`,
      { cause },
    );
  }
};
