import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { describeError, processTerminal, type Terminal } from "./terminal.ts";

/**
 * Runs one command and resolves with its exit code: 0 done, 1 failed. Never rejects: what went wrong is written for a person.
 *
 * @example
 * ```ts
 * import { runCli } from "@privage-addons/bff/cli";
 *
 * process.exitCode = await runCli(process.argv.slice(2));
 * ```
 */
export const runCli = async (
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> => {
  try {
    await createProgram(terminal).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    terminal.writeError(`${describeError(error)}\n`);
    return 1;
  }
};
