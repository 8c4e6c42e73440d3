import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { inRoot, NODE_ARGS, ROOT } from "./repository.ts";

export interface Finished {
  readonly code: number;
  /** Standard output and error in the order they came. */
  readonly output: string;
}

/** Runs a program found in `node_modules/.bin` or on the PATH and collects what it prints. Never rejects for an exit code. */
export const run = (
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });

/** Runs a program that prints straight to the terminal; resolves with its exit code. */
export const runVisibly = (
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, ...options, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });

/** Starts one of our TypeScript files as a process of its own, which ends with this one. Its output can be read. */
export const startScript = (script: string, env: NodeJS.ProcessEnv): ChildProcess => {
  const preload = pathToFileURL(inRoot("packages/workshop/src/lib/end-with-parent.ts")).href;
  return spawn(process.execPath, [...NODE_ARGS, "--import", preload, inRoot(script)], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
};

/** Runs one of our TypeScript files to its end and collects what it prints. */
export const runScript = (
  script: string,
  args: readonly string[] = [],
  options: SpawnOptions = {},
): Promise<Finished> => run(process.execPath, [...NODE_ARGS, inRoot(script), ...args], options);
