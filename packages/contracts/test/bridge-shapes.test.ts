import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../src/bridge/answer.ts";
import * as fromAddOn from "../src/bridge/from-add-on.ts";
import {
  parseContext,
  parseEndReason,
  parseHostHello,
  parsePath,
  parseVisible,
} from "../src/bridge/from-host.ts";
import { parseAddOnHello, parseExchangeTokenReason } from "../src/bridge/greeting.ts";
import { versionsMeet } from "../src/bridge/protocol.ts";
import { SERVICE_NAMES } from "../src/bridge/services.ts";
import { AddOnError } from "../src/errors/add-on-error.ts";

const context = {
  locale: "th-TH",
  timeZone: "Asia/Bangkok",
  theme: { colorScheme: "dark", variables: { "--privage-accent": "#0a7" } },
  user: { id: "7", name: "Anong", permissions: ["points:burn"] },
  business: { code: "CAFE01", name: "Café One", currency: "THB" },
  placement: { area: "page", path: "/" },
  environment: "test",
};
const hello = {
  protocol: { min: 1, max: 1 },
  capabilities: ["toast"],
  context,
  traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
};
const refuse = (message: string) => new AddOnError("INVALID_ARGUMENT", message);
const parseServiceCall = (value: unknown) => fromAddOn.parseServiceCall(value, refuse);
const parseReport = (value: unknown) => fromAddOn.parseReport(value, refuse);
const parseResize = (value: unknown) => fromAddOn.parseResize(value, refuse);
const codeOf = (run: () => unknown) => {
  try {
    run();
    return "ok";
  } catch (error) {
    return (error as AddOnError).code;
  }
};

describe("what crosses the bridge", () => {
  const parsers: [string, (value: unknown) => unknown][] = [
    ["service call", parseServiceCall],
    ["report", parseReport],
    ["resize", parseResize],
    ["add-on's hello", parseAddOnHello],
    ["exchange token reason", parseExchangeTokenReason],
    ["host's hello", parseHostHello],
    ["context", parseContext],
    ["path", parsePath],
    ["visibility", parseVisible],
    ["end reason", parseEndReason],
  ];
  it.each(parsers)("rule 7: a malformed %s is INVALID_ARGUMENT, and never another error", (_name, parse) => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true, withBigInt: true }), (value) => {
        expect(["ok", "INVALID_ARGUMENT"]).toContain(codeOf(() => parse(value)));
      }),
    );
  });

  it.each(SERVICE_NAMES)("rule 7: the service %s refuses what is not its request", (name) => {
    fc.assert(
      fc.property(fc.anything(), (request) => {
        expect(["ok", "INVALID_ARGUMENT"]).toContain(codeOf(() => parseServiceCall({ name, request })));
      }),
    );
  });

  it("keeps the known fields and drops every other", () => {
    const request = { message: "Saved", tone: "success", html: "<b>", __proto__: { durationMs: 1 } };
    expect(parseServiceCall({ name: "toast", request, extra: 1 })).toEqual({
      name: "toast",
      request: { message: "Saved", tone: "success" },
    });
  });

  it("names the field that is wrong", () => {
    expect(() => parseServiceCall({ name: "download", request: { fileName: "a/b" } })).toThrow(
      /^download\.fileName /,
    );
    expect(() => parseContext({ ...context, user: { ...context.user, name: 7 } })).toThrow(
      /^context\.user\.name /,
    );
  });

  it("rule 7: a path never names a host, climbs, or holds a blank or a control character", () => {
    const path = fc.string({
      unit: fc.constantFrom("/", ".", "\\", "%2e", "%2E", "a", "?", "#", " ", "\t", "\0", "\u001f", ":", "@"),
    });
    fc.assert(
      fc.property(path, (tail) => {
        const isTaken =
          codeOf(() => parseServiceCall({ name: "navigate", request: { path: `/${tail}` } })) === "ok";
        if (!isTaken) return;
        expect(tail).not.toMatch(/[\s\p{Cc}]/u);
        const url = new URL(`/base/${tail}`.replace("/base//", "/base/"), "https://manage.example");
        expect(url.host).toBe("manage.example");
        expect(url.pathname.startsWith("/base/")).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes a whole hello and a whole context as they are", () => {
    expect(parseHostHello(hello)).toEqual(hello);
    expect(parseContext(context)).toEqual(context);
    expect(parseAddOnHello({ protocol: { min: 1, max: 2 }, sdkVersion: "0.1.0", more: 1 })).toEqual({
      protocol: { min: 1, max: 2 },
      sdkVersion: "0.1.0",
    });
  });

  it("finds whether two version ranges meet", () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([a, b]) => ({
      min: Math.min(a, b),
      max: Math.max(a, b),
    }));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const common = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter(
          (v) => v >= a.min && v <= a.max && v >= b.min && v <= b.max,
        );
        expect(versionsMeet(a, b)).toBe(common.length > 0);
      }),
    );
  });
});

describe("an answer", () => {
  const errorOf = (answer: unknown) => {
    try {
      // As it comes off the port: anything at all.
      return readAnswer(answer as never);
    } catch (error) {
      return error as AddOnError;
    }
  };

  it("gives its value, or throws its error with code and details", () => {
    const error = {
      code: "ORIGIN_MISMATCH",
      message: "no",
      retryable: false,
      details: { got: "a", wanted: "b" },
    };
    expect(errorOf({ ok: true, value: 7 })).toBe(7);
    expect(errorOf({ ok: false, error })).toMatchObject(error);
  });

  it("keeps a code of a later version, so that its caller still learns whether to try again", () => {
    const error = { code: "CODE_OF_TOMORROW", message: "not yet known here", retryable: true };
    expect(errorOf({ ok: false, error })).toMatchObject(error);
  });

  it("that makes no sense is INTERNAL, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        fc.pre(!(answer as { ok?: unknown } | null | undefined)?.ok);
        expect((errorOf(answer) as AddOnError).code).toBe("INTERNAL");
      }),
    );
  });

  it("brings no long text and no nested details along", () => {
    const error = {
      code: "INTERNAL",
      message: "x".repeat(10_000),
      retryable: "yes",
      details: { deep: { er: 1 } },
    };
    const read = errorOf({ ok: false, error }) as AddOnError;
    expect([read.message.length, read.retryable, read.details]).toEqual([500, false, undefined]);
  });
});
