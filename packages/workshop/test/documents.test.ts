import { describe, expect, it } from "vitest";
import { brokenLinks, errorEntryFindings } from "../src/gates/documents.ts";

describe("the documents gate", () => {
  it("finds a link that leads nowhere and leaves web addresses and anchors alone", () => {
    const text = "[a](b.md) [c](../gone.md#part) [d](https://example.com/x) [e](#here)";
    expect(brokenLinks("docs/page.md", text, (path) => path === "docs/b.md")).toEqual([
      "docs/page.md: the link to ../gone.md leads nowhere",
    ]);
  });

  it("finds a code without an entry and an entry without a code", () => {
    expect(errorEntryFindings(["NO_SDK", "HOST_GONE"], "### NO_SDK\n\ntext\n\n### OLD_CODE\n")).toEqual([
      "docs/errors.md has no entry for HOST_GONE",
      "docs/errors.md explains OLD_CODE, which is no error code",
    ]);
  });
});
