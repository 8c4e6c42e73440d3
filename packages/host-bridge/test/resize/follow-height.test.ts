import { describe, expect, it } from "vitest";
import { followHeight } from "../../src/resize/follow-height.ts";

const setUp = (maxHeightPx = 5000) => {
  const frame = { style: { height: "" } } as HTMLElement;
  const clock = { now: 1_000_000 };
  const loops: (string | undefined)[] = [];
  const resize = followHeight(
    frame,
    maxHeightPx,
    () => clock.now,
    (tallest) => loops.push(tallest),
  );
  return { frame, clock, loops, resize, height: () => frame.style.height };
};

describe("a frame's height", () => {
  it("follows its content up and down, in whole pixels", () => {
    const { resize, height } = setUp();
    resize({ heightPx: 640.2 });
    expect(height()).toBe("641px");
    resize({ heightPx: 100 });
    expect(height()).toBe("100px");
  });

  it("stops at the cap", () => {
    const { resize, height } = setUp(800);
    resize({ heightPx: 100_000 });
    expect(height()).toBe("800px");
  });

  it("stops following content that grows with its own frame, and names the element once", () => {
    const { resize, clock, loops, height } = setUp(100_000);
    let content = 400;
    for (let i = 0; i < 100; i++) {
      clock.now += 16;
      content += 10;
      resize({ heightPx: content, tallest: "main.page" });
    }
    expect(loops).toEqual(["main.page"]);
    expect(height()).toBe("610px");
  });

  it("takes slow growth, such as a list that is read further and further, for content", () => {
    const { resize, clock, loops, height } = setUp(100_000);
    for (let i = 1; i <= 100; i++) {
      clock.now += 1500;
      resize({ heightPx: i * 100 });
    }
    expect(loops).toEqual([]);
    expect(height()).toBe("10000px");
  });
});
