/** A log whose output fails for a while: only a reader who is gone ends it. */
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readFileSync, write } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { createLogOutput } from "../src/operations/log-output.ts";
import { temporaryFolder } from "./support/bff.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

const line = (number: number, size = 0) => `${JSON.stringify({ number, text: "x".repeat(size) })}\n`;

// The device that is always full, and named pipes.
describe.skipIf(process.platform !== "linux")("the log's output", () => {
  it("goes on when there is room again, and says how many lines are lost", async () => {
    const path = join(folder.path, "log");
    const [full, file] = [openSync("/dev/full", "w"), openSync(path, "w")];
    let fd = file;
    const output = createLogOutput((bytes, done) => write(fd, bytes, done));
    const send = async (...numbers: number[]) => {
      for (const number of numbers) output.write(line(number));
      await output.flush();
    };
    await send(1);
    fd = full;
    await send(2, 3);
    await send(4);
    fd = file;
    await send(5);
    expect(output.lostLines()).toBe(3);
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    expect(lines.map((each) => JSON.parse(each))).toMatchObject([
      { number: 1 },
      { level: "warn", event: "log-lines-lost", count: 3 },
      { number: 5 },
    ]);
    for (const each of [full, file]) closeSync(each);
  });

  it("waits for a slow reader at a pipe that does not block, and loses nothing", async () => {
    const path = join(folder.path, "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    let refusals = 0;
    let onRefusal = () => {};
    const isRefused = new Promise<void>((resolve) => {
      onRefusal = resolve;
    });
    const output = createLogOutput((bytes, done) =>
      write(writer, bytes, (error, written) => {
        if (error?.code === "EAGAIN") refusals += 1;
        if (refusals > 10) onRefusal();
        done(error, written);
      }),
    );
    const lines = Array.from({ length: 1_000 }, (_, number) => line(number, 500));
    for (const each of lines) output.write(each);
    const flushed = output.flush();
    await isRefused;
    const received = text(new Socket({ fd: reader }));
    await flushed;
    closeSync(writer);
    expect(await received).toBe(lines.join(""));
    expect(output.lostLines()).toBe(0);
  });

  it("is over when its reader is gone, and holds up nobody", async () => {
    let calls = 0;
    const output = createLogOutput((_bytes, done) => {
      calls += 1;
      done(Object.assign(new Error("gone"), { code: "EPIPE" }), 0);
    });
    for (const number of [1, 2]) {
      output.write(line(number));
      await output.flush();
    }
    expect([calls, output.rest()]).toEqual([1, Buffer.alloc(0)]);
  });
});
