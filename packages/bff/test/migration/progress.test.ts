import { describe, expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import { createTestClock } from "../support/virtual.ts";

const start = (isInteractive: boolean, total: number) => {
  const clock = createTestClock();
  let written = "";
  const terminal = {
    env: {},
    input: process.stdin,
    isInteractive,
    write: () => {},
    writeError: (text: string) => {
      written += text;
    },
  };
  return { clock, progress: createProgress(terminal, clock, total), written: () => written };
};

describe("the progress of a migration", () => {
  it("is one line that redraws itself on a terminal, with a bar, the rate and the time left", async () => {
    const { clock, progress, written } = start(true, 3_000);
    for (let done = 1; done <= 1_500; done += 1) {
      await clock.advance(20);
      progress.advance({ converted: done - 5, refused: 5 });
    }
    const drawn = written().split("\r\u001b[2K").slice(1);
    expect(drawn.at(-1)).toBe(
      "[############------------] 1496/3000  50.0/s  30 s left  converted 1491, refused 5",
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
});
