import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { AddOnError } from "@privage-addons/contracts";
import { parse } from "csv-parse";
import { migrateShops, type ShopResult } from "../haravan/migrate.ts";
import type { TokenEvent } from "../tokens/source.ts";
import { createProgress } from "./progress.ts";
import { readSecret, type Terminal } from "./terminal.ts";
import { type OpenTokens, withTokens } from "./with-vault.ts";

export interface MigrateOptions {
  clientId: string;
  clientSecretFile: string;
  concurrency: number;
  report: string;
}

const readRows = (file: string): AsyncIterable<Record<string, string>> => {
  const input = createReadStream(file);
  const parser = parse({
    columns: true,
    trim: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  input.once("error", (error) => parser.destroy(error));
  return input.pipe(parser);
};

const countRows = async (file: string): Promise<number> => {
  let count = 0;
  let header: Record<string, string> | undefined;
  try {
    for await (const row of readRows(file)) {
      header ??= row;
      count += 1;
    }
  } catch (cause) {
    throw new AddOnError("INVALID_ARGUMENT", "The file cannot be read as CSV.", { cause });
  }
  const missing = ["business", "shop", "access_token"].filter((column) => header && !(column in header));
  if (missing.length > 0) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `The file's first line has to name the columns business,shop,access_token; missing: ${missing.join(", ")}.`,
    );
  }
  return count;
};

/** RFC 4180: quoted when needed; a leading `=`, `+`, `-` or `@` would be a formula in a spreadsheet. */
const csvField = (text: string): string => {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "no code";

/** Also by another name: what it says would be written over. */
const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const [first, second] = await Promise.all([stat(one), stat(other).catch(() => undefined)]);
  return first.ino === second?.ino && first.dev === second.dev;
};

/** Resolves when the first line is written: what cannot be written is found out before anything is converted. */
const beginReport = async (path: string, onError: () => void): Promise<WriteStream> => {
  const report = createWriteStream(path, { mode: 0o600 }).once("error", onError);
  try {
    await new Promise<void>((resolve, reject) => {
      report.write("business,shop,result,reason\n", (error) => (error ? reject(error) : resolve()));
    });
    return report;
  } catch (cause) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `--report: the file cannot be written (${codeOf(cause)}); name one in a folder that exists, may be written to and has room. No shop was converted.`,
      { cause },
    );
  }
};

const endReport = (report: WriteStream): Promise<void> => {
  report.end();
  return finished(report).catch((cause: unknown) => {
    throw new AddOnError(
      "INTERNAL",
      `The report can no longer be written (${codeOf(cause)}). What was converted is kept; make room and run the same command again.`,
      { cause },
    );
  });
};

/** Resolves when all rows are done; rejects with UPSTREAM_REJECTED when some were not converted. */
export const migrate = async (terminal: Terminal, file: string, options: MigrateOptions): Promise<void> => {
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const total = await countRows(file);
  if (await isSameFile(file, options.report)) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      "--report: this is the file with the shops, which would be written over; name another. No shop was converted.",
    );
  }
  const counts = { converted: 0, already: 0, refused: 0, retry: 0 };
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);

  const ours = new Set<string>();
  const observe = (event: TokenEvent) => {
    if (event.type === "obtained") ours.add(event.business);
  };

  const work = async ({ vault, tokens, clock }: OpenTokens): Promise<void> => {
    const report = await beginReport(options.report, stop);
    const progress = createProgress(terminal, clock, total);
    const onResult = ({ business, shop, result, reason }: ShopResult): void => {
      counts[result] += 1;
      report.write(`${[business, shop, result, reason].map(csvField).join(",")}\n`);
      progress.advance(counts);
    };
    const { clientId, concurrency } = options;
    try {
      await migrateShops(readRows(file), {
        vault,
        keeper: tokens.keeper,
        clock,
        clientId,
        clientSecret,
        concurrency,
        signal: stopped.signal,
        wasOurs: (business) => ours.delete(business),
        onResult,
      });
    } finally {
      progress.finish(counts);
      await endReport(report);
    }
  };
  await withTokens(terminal, work, observe).finally(() => {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  });
  const left = total - counts.converted - counts.already;
  if (left > 0) {
    throw new AddOnError(
      "UPSTREAM_REJECTED",
      `${left} of ${total} shops are not converted; the report says why. Run the same command again for those to retry.`,
    );
  }
};
