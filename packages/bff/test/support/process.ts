/** BFFs as real processes, so that they can really be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const BIN = fileURLToPath(new URL("../../bin/privage-bff.mjs", import.meta.url));

export interface BffProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Ends it with a signal and resolves with its exit code, or the signal's name. */
  end(signal?: NodeJS.Signals): Promise<number | string | null>;
}

/** Only what a test names, and the path: nothing of the machine's own configuration leaks in. */
const environment = (env: Record<string, string>) => ({ PATH: process.env["PATH"] ?? "", ...env });

export const spawnBff = async (
  env: Record<string, string>,
  script = BIN,
  args = ["serve"],
): Promise<BffProcess> => {
  const flags = script === BIN ? [] : ["--conditions=@privage-addons/source"];
  const child = spawn(process.execPath, [...flags, script, ...args], {
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const end = async (signal: NodeJS.Signals = "SIGTERM") => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
    }
    return child.exitCode ?? child.signalCode;
  };
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`The BFF ended before it listened: ${output}`)));
    if (!child.stdout) return reject(new Error("no output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const address = /"event":"listening","address":"([^"]+)"/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return { url, child, output: () => output, end };
};

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Starts one command; it may be killed before its end. */
export const startCommand = (
  args: string[],
  env: Record<string, string>,
  input = "",
): { readonly child: ChildProcess; readonly finished: Promise<Finished> } => {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: environment(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  child.stdin.end(input);
  return { child, finished: once(child, "close").then(() => ({ code: child.exitCode, output })) };
};

/** Runs one command to its end. */
export const runCommand = (args: string[], env: Record<string, string>, input?: string): Promise<Finished> =>
  startCommand(args, env, input).finished;
