import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("../bin/privage-sim.mjs", import.meta.url));

/** Runs the command; resolves once it has ended, or `until` is on its output and it was told to stop. */
const run = async (args: readonly string[], until?: string) => {
  const child = spawn(process.execPath, [bin, ...args]);
  let [out, err] = ["", ""];
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const seen: string[] = [];
  child.stdout.on("data", async (chunk) => {
    out += chunk;
    if (until === undefined || !out.includes(until) || seen.length > 0) return;
    for (const url of out.match(/http:\/\/127\.0\.0\.1:\d+\//g) ?? []) {
      seen.push(url);
      if (!(await fetch(url)).ok) err += `${url} does not answer`;
    }
    child.kill("SIGINT");
  });
  // Not "exit": what it printed may still be on its way then.
  const [code] = await once(child, "close");
  return { code, out, err, seen };
};

test("--help says what there is", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  for (const flag of ["--port", "--seed", "--members", "--cors-origin", "--no-rotation"])
    expect(out).toContain(flag);
});

test("it prints a table of addresses that answer, and Ctrl-C ends it cleanly", async () => {
  const { code, out, err, seen } = await run(
    ["--port", "0", "--members", "10", "--transactions", "10"],
    "Ctrl-C",
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(new Set(seen).size).toBe(3);
  expect(out).toContain("/api/partner/v1");
  expect(out).toContain("/cafe01.myharavan.com");
});

test("a port in use is named, and so is the way out", async () => {
  const busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  const { port } = busy.address() as AddressInfo;
  const { code, err } = await run(["--port", String(port)]);
  busy.close();
  expect(code).toBe(1);
  expect(err).toContain(`Port ${port} is in use`);
  expect(err).toContain("--port");
});

test("a number that is none is refused", async () => {
  const { code, err } = await run(["--members", "many"]);
  expect(code).toBe(1);
  expect(err).toContain("whole number");
});
