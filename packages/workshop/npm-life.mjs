// Whether the npm that runs this command still lives. npm passes a plain kill on to its shell, which dies without passing it
// further; killed hard (SIGKILL), npm passes nothing on and leaves its shell waiting. Both show in who is whose parent. What
// npm itself stands under does not matter: `nohup npm run demo &` outlives its terminal.
import { readFileSync, readlinkSync, realpathSync } from "node:fs";

/** What `read` gives, or undefined: a process is gone, or this system has no /proc (macOS, Windows). */
const orUndefined = (read) => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** The fourth field of /proc/…/stat; the second is a name in brackets, which may hold spaces and brackets itself. */
const parentOf = (pid) =>
  orUndefined(() => Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[1]));
const programOf = (pid) => orUndefined(() => readlinkSync(`/proc/${pid}/exe`));

/** Notes who runs this process now; the returned function tells whether that has changed. Never so where no npm runs it. */
export const watchNpm = () => {
  const { npm_lifecycle_script: script, npm_node_execpath: npmProgram } = process.env;
  if (!script?.includes("bootstrap.mjs") || !npmProgram) return () => false;
  const parent = process.ppid;
  // The parent is npm's shell, or npm where the shell made way for the command.
  const isShell = programOf(parent) !== orUndefined(() => realpathSync(npmProgram));
  const grandparent = isShell ? parentOf(parent) : undefined;
  return () => process.ppid !== parent || (isShell && parentOf(parent) !== grandparent);
};
