import { describe, expect, it } from "vitest";
import { AddOnError, ERROR_CODES, isAddOnError, isErrorCode } from "../src/index.ts";

describe("an error", () => {
  it("is retryable as its code says, unless it says otherwise itself", () => {
    expect(new AddOnError("HOST_GONE", "away").retryable).toBe(true);
    expect(new AddOnError("NO_SDK", "silent").retryable).toBe(false);
    expect(new AddOnError("MINT_FAILED", "refused", { retryable: false }).retryable).toBe(false);
  });

  it("crosses a boundary as data, without its cause and its stack", () => {
    const error = new AddOnError("ORIGIN_MISMATCH", "no", { cause: "secret", details: { got: "a" } });
    expect(error.cause).toBe("secret");
    expect(error.toData()).toEqual({
      code: "ORIGIN_MISMATCH",
      message: "no",
      retryable: false,
      details: { got: "a" },
    });
    expect(Object.keys(new AddOnError("INTERNAL", "broken").toData())).toEqual([
      "code",
      "message",
      "retryable",
    ]);
  });

  it("is recognised when another copy of the module made it", () => {
    const stranger = Object.assign(new Error("no"), {
      name: "AddOnError",
      code: "NO_SDK",
      retryable: false,
    });
    expect([isAddOnError(stranger), isAddOnError(new Error("no"))]).toEqual([true, false]);
  });
});

describe("the error codes", () => {
  it("are listed once each", () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });

  it.each(["constructor", "no_sdk", "", 7, null, undefined, ["NO_SDK"]])("do not include %j", (value) => {
    expect(isErrorCode(value)).toBe(false);
  });
});
