import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { AddOnError, isAddOnError } from "@privage-addons/contracts";

/** Where a command reads and writes; the process's own, or a test's. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream;
  readonly isInteractive: boolean;
  write(text: string): void;
  writeError(text: string): void;
}

export const processTerminal = (): Terminal => ({
  env: process.env,
  input: process.stdin,
  isInteractive: process.stderr.isTTY === true,
  write: (message) => {
    process.stdout.write(message);
  },
  writeError: (message) => {
    process.stderr.write(message);
  },
});

/**
 * The secret in a file, or on standard input for `-`; white space around it is dropped. Rejects with INVALID_ARGUMENT for a
 * file that cannot be read, and for what is not one printable word.
 */
export const readSecret = async (terminal: Terminal, file: string, what: string): Promise<string> => {
  const content = await (file === "-" ? text(terminal.input) : readFile(file, "utf8")).catch(
    (cause: unknown) => {
      throw new AddOnError("INVALID_ARGUMENT", `The file with the ${what} cannot be read.`, { cause });
    },
  );
  const secret = content.trim();
  if (/^[\x21-\x7e]{1,8192}$/.test(secret)) return secret;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `The ${what} has to be one line of printable characters, and nothing else in the file.`,
  );
};

/** What to tell the person: our own messages as they are; of anything else only its kind, for it may hold a secret. */
export const describeError = (error: unknown): string => {
  if (isAddOnError(error)) return error.message;
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return `Unexpected ${error instanceof Error ? error.name : "failure"}${code}.`;
};
