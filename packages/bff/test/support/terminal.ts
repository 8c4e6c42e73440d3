/** Commands in this process, with a terminal that remembers what was written. */
import { Readable } from "node:stream";
import { runCli } from "../../src/cli/main.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface TestTerminal extends Terminal {
  /** Standard output and standard error, in order. */
  readonly written: () => string;
}

export const createTestTerminal = (
  env: Record<string, string> = {},
  { input = "", isInteractive = false } = {},
): TestTerminal => {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  return {
    env,
    input: Readable.from(input === "" ? [] : [input]),
    isInteractive,
    write,
    writeError: write,
    written: () => written,
  };
};

/** Runs one command to its end, as `runCommand` does in a process of its own. */
export const runHere = async (
  args: readonly string[],
  env: Record<string, string>,
  input?: string,
): Promise<{ code: number; output: string }> => {
  const terminal = createTestTerminal(env, { ...(input !== undefined && { input }) });
  const code = await runCli(args, terminal);
  return { code, output: terminal.written() };
};
