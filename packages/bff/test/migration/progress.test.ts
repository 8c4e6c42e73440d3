import { describe, expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import { createTestTerminal } from "../support/terminal.ts";
import { createTestClock } from "../support/virtual.ts";

const start = (isInteractive: boolean, total: number) => {
  const clock = createTestClock();
  const terminal = createTestTerminal({}, { isInteractive });
  return { clock, progress: createProgress(terminal, clock, total), written: terminal.written };
};

describe("the progress of a migration", () => {
  it("is one line that redraws itself on a terminal, with a bar, the rate and the time left", async () => {
    const { clock, progress, written } = start(true, 3_000);
    for (let done = 1; done <= 1_500; done += 1) {
      await clock.advance(20);
      progress.advance({ converted: done - 5, refused: 5 });
    }
    const drawn = written().split("\r\u001b[2K").slice(1);
    // On a narrow terminal it is cut off: of a line that went on below, the next one would clear the last row only.
    expect(drawn.at(-1)).toBe(
      "\u001b[?7l[############------------] 1496/3000  50.0/s  30 s left  converted 1491, refused 5 \u001b[?7h",
    );
    // Ten times a second at most, however fast shops come.
    expect(drawn.length).toBeLessThanOrEqual(30 * 10);
    progress.finish({ converted: 2_995, refused: 5 });
    expect(written().endsWith("0 s left  converted 2995, refused 5\n")).toBe(true);
  });

  it("is a line now and then in a file, without anything that moves a cursor", async () => {
    const { clock, progress, written } = start(false, 100_000);
    for (let done = 1; done <= 1_000; done += 1) {
      await clock.advance(20);
      progress.advance({ converted: done });
    }
    expect(written().split("\n").length).toBeLessThanOrEqual(6);
    expect(written()).toContain("33 min 5 s left");
    expect(["\r", "\u001b"].some((control) => written().includes(control))).toBe(false);
  });

  it("says once how long Haravan wants no call, and nothing of a wait that is soon over", async () => {
    const { clock, progress, written } = start(true, 10);
    for (let worker = 0; worker < 8; worker += 1) progress.pause(90_000);
    const said = "\r\u001b[2KHaravan wants no call for 1 min 30 s; it goes on by itself.\n";
    expect(written()).toBe(said);
    await clock.advance(90_000);
    progress.pause(1_000);
    expect(written()).toBe(said);
    progress.pause(90_000);
    expect(written()).toBe(said + said);
  });
});
