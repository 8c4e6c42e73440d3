import { afterEach, describe, expect, it } from "vitest";
import type { AddOn } from "../src/connect/add-on.ts";
import { pageConnection } from "../src/connect/page-connection.ts";

const SLOT = Symbol.for("privage-add-on");

afterEach(() => {
  Object.assign(globalThis, { [SLOT]: undefined });
});

/** A connection that is open until it is forgotten; compared by identity. */
const open = () => {
  let forget = () => {};
  const made = pageConnection((own) => {
    forget = own;
    return Promise.resolve({} as AddOn);
  });
  return { made, forget: () => forget() };
};

describe("the page's connection", () => {
  it("is the same for whoever asks, until it is over", async () => {
    const first = open();
    expect(open().made).toBe(first.made);
    first.forget();
    expect(open().made).not.toBe(first.made);
  });

  it("is left alone by an older one that is closed once more", async () => {
    const old = open();
    old.forget();
    const current = open();
    old.forget();
    expect(open().made).toBe(current.made);
  });

  it("that failed makes room for the next one", async () => {
    const failed = pageConnection(() => Promise.reject(new Error("No host.")));
    await expect(failed).rejects.toThrow("No host.");
    expect(open().made).not.toBe(failed);
  });
});
