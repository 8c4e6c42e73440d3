import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { codeOf } from "../code-of.ts";

/** Where a command reads and writes; the process's own, or a test's. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream;
  readonly isInteractive: boolean;
  write(text: string): void;
  writeError(text: string): void;
}

let isIncomplete = false;

/**
 * The command comes to its end all the same: what it is doing matters more than what it says. As of `privage-bff … | head` whoever
 * read has seen enough; on a full disk something is missing, and that is a failure.
 */
const goOn = (error: Error): void => {
  if (codeOf(error) === "EPIPE" || isIncomplete) return;
  isIncomplete = true;
  process.once("exit", () => {
    process.exitCode = 1;
  });
  writeTo("stderr")(`Not all that this command said could be written (${codeOf(error)}).\n`);
};

/** Touched at the first write only: a server's log writes to the same file by itself, and a stream would make it non-blocking. */
const writeTo = (name: "stdout" | "stderr") => (message: string) => {
  process[name].off("error", goOn).on("error", goOn).write(message);
};

export const processTerminal = (): Terminal => ({
  env: process.env,
  input: process.stdin,
  isInteractive: process.stderr.isTTY === true,
  write: writeTo("stdout"),
  writeError: writeTo("stderr"),
});

/** A file, or standard input for `-`, read once and whole. Rejects with INVALID_ARGUMENT that says why it cannot be read. */
export const readInput = (terminal: Terminal, file: string, what: string): Promise<Buffer> =>
  (file === "-" ? buffer(terminal.input) : readFile(file)).catch((cause: unknown) => {
    throw new AddOnError("INVALID_ARGUMENT", `The file with the ${what} cannot be read (${codeOf(cause)}).`, {
      cause,
    });
  });

/** The secret in a file or on standard input; white space around it is dropped. Rejects also for what is not one printable word. */
export const readSecret = async (terminal: Terminal, file: string, what: string): Promise<string> => {
  const secret = (await readInput(terminal, file, what)).toString("utf8").trim();
  if (/^[\x21-\x7e]{1,8192}$/.test(secret)) return secret;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `The ${what} has to be one line of printable characters, and nothing else in the file.`,
  );
};

/** What to tell the person: our own messages as they are; of anything else only its kind, for it may hold a secret. */
export const describeError = (error: unknown): string => {
  if (isAddOnError(error)) return error.message;
  return `Unexpected ${error instanceof Error ? error.name : "failure"} (${codeOf(error)}).`;
};
