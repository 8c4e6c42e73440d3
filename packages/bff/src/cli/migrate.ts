import { AddOnError } from "@privage-addons/contracts";
import { CsvError, parse } from "csv-parse/sync";
import { migrateShops } from "../haravan/migrate.ts";
import type { TokenEvent } from "../tokens/source.ts";
import { assertKeysOpen } from "./keys.ts";
import { beginReport } from "./migration-report.ts";
import { createProgress } from "./progress.ts";
import { readInput, readSecret, type Terminal } from "./terminal.ts";
import { type CommandParts, withVault } from "./with-vault.ts";

export interface MigrateOptions {
  clientId: string;
  clientSecretFile: string;
  concurrency: number;
  report: string;
}

const COLUMNS = ["business", "shop", "access_token"];

const checkHeader = (header: string[]): string[] => {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `The file's first line has to name the columns ${COLUMNS.join()}; missing: ${missing.join(", ")}.`,
  );
};

/** Whole, and once: thousands of shops are a few MB, and a pipe cannot be read again. */
const readRows = async (terminal: Terminal, file: string): Promise<unknown[]> => {
  const content = await readInput(terminal, file, "shops");
  try {
    const rows = parse<unknown>(content, {
      columns: checkHeader,
      record_delimiter: ["\r\n", "\n", "\r"],
      trim: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
    if (rows.length > 0) return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const where = `line ${cause["lines"]}, row ${Number(cause["records"]) + 1}`;
    throw new AddOnError("INVALID_ARGUMENT", `The file cannot be read as CSV: ${where} (${cause.code}).`, {
      cause,
    });
  }
  throw new AddOnError("INVALID_ARGUMENT", `The file has no shops below its first line, ${COLUMNS.join()}.`);
};

/** Resolves when all rows are done; rejects with UPSTREAM_REJECTED when some were not converted. */
export const migrate = async (terminal: Terminal, file: string, options: MigrateOptions): Promise<void> => {
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const rows = await readRows(terminal, file);
  const counts = { converted: 0, already: 0, refused: 0, retry: 0 };
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);

  const ours = new Set<string>();
  const observe = (event: TokenEvent) => {
    if (event.type === "obtained") ours.add(event.business);
  };

  const work = async ({ config, vault, tokens, clock }: CommandParts): Promise<void> => {
    await assertKeysOpen(vault, [config.vaultKeys[0].id]); // Or old tokens would be spent for pairs that no server can open.
    const report = await beginReport(options.report, stop);
    const progress = createProgress(terminal, clock, rows.length);
    terminal.write(`Report: ${report.path}\n`);
    try {
      await migrateShops(rows, {
        vault,
        keeper: tokens.keeper,
        clock,
        clientId: options.clientId,
        clientSecret,
        concurrency: options.concurrency,
        signal: stopped.signal,
        wasOurs: (business) => ours.delete(business),
        onPause: progress.pause,
        onResult: (result) => {
          counts[result.result] += 1;
          report.add(result);
          progress.advance(counts);
        },
      });
    } finally {
      progress.finish(counts);
      await report.end();
    }
    const failed = counts.refused + counts.retry;
    const notBegun = rows.length - failed - counts.converted - counts.already;
    if (failed + notBegun === 0) return;
    const begun = notBegun > 0 ? `, and ${notBegun} were not begun` : "";
    const again = counts.retry + notBegun > 0 ? " Run the same command again: it goes on with the rest." : "";
    throw new AddOnError(
      "UPSTREAM_REJECTED",
      `${failed} of ${rows.length} shops are not converted (${report.path} says why)${begun}.${again}`,
    );
  };
  await withVault(terminal, work, observe).finally(() => {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  });
};
