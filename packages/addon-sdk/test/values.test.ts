import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson, writeExactJson } from "../src/calls/exact-json.ts";
import {
  addDecimals,
  compareDecimals,
  createRefNos,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  toDecimal,
  toUtcWindow,
} from "../src/index.ts";
import { momentOf } from "../src/values/date-window.ts";
import { splitDays } from "../src/values/day-window.ts";

const DAY = 86_400_000;
const utc = (ms: number) => new Date(ms).toISOString();

describe("date windows", () => {
  it("sends a Bangkok day as the half-open UTC window that begins at 17:00:00Z of the day before", () => {
    expect(toUtcWindow({ from: "2026-04-17", to: "2026-04-18", timeZone: "Asia/Bangkok" })).toEqual({
      from: "2026-04-16T17:00:00Z",
      to: "2026-04-17T17:00:00Z",
    });
  });

  it("takes moments with Z or an offset, Dates, and local times in a zone, and drops milliseconds", () => {
    expect(toUtcWindow({ from: "2026-04-17T07:00:00.500+07:00" })).toEqual({ from: "2026-04-17T00:00:00Z" });
    expect(toUtcWindow({ to: new Date(Date.UTC(2026, 3, 17)) })).toEqual({ to: "2026-04-17T00:00:00Z" });
    expect(toUtcWindow({ from: "2026-04-17T09:30", timeZone: "Asia/Ho_Chi_Minh" }).from).toBe(
      "2026-04-17T02:30:00Z",
    );
    expect(toUtcWindow({})).toEqual({});
  });

  it("reads a local time that is skipped or repeated when clocks change", () => {
    // New York, 2026: clocks skip 02:00-03:00 on 8 March and repeat 01:00-02:00 on 1 November.
    expect(utc(momentOf("2026-03-08T02:30", "America/New_York"))).toBe("2026-03-08T07:30:00.000Z");
    expect(utc(momentOf("2026-11-01T01:30", "America/New_York"))).toBe("2026-11-01T05:30:00.000Z");
    // A day of 23 hours.
    const window = toUtcWindow({ from: "2026-03-08", to: "2026-03-09", timeZone: "America/New_York" });
    expect(Date.parse(window.to ?? "") - Date.parse(window.from ?? "")).toBe(23 * 3_600_000);
  });

  it("refuses what it cannot read, days that do not exist, local times without a zone, and empty windows", () => {
    const bad = [
      { from: "17/04/2026" },
      { from: "2026-02-30", timeZone: "Asia/Bangkok" },
      { from: "2026-04-17" },
      { from: "2026-04-17", timeZone: "Mars/Olympus" },
      { from: new Date(Number.NaN) },
      { from: "2026-04-18T00:00:00Z", to: "2026-04-18T00:00:00Z" },
    ];
    for (const range of bad)
      expect(() => toUtcWindow(range)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("finds for any local time in any zone the moment at which that zone's clocks show it", () => {
    const zones = fc.constantFrom(
      "Asia/Bangkok",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "UTC",
    );
    const moments = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) });
    fc.assert(
      fc.property(moments, zones, (ms, timeZone) => {
        const moment = Math.floor(ms / 1000) * 1000;
        const local = new Date(moment).toLocaleString("sv-SE", { timeZone }).replace(" ", "T");
        // Of a repeated time it is the first, so it may be earlier by the length of the change, an hour at most.
        expect(moment - momentOf(local, timeZone)).toBeOneOf([0, 3_600_000, 1_800_000]);
      }),
    );
  });
});

describe("windows of days", () => {
  it("splits any range into pieces of at most 30 days, without gap or overlap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 400 }), (first, length) => {
        const day = (number: number) => utc(number * DAY).slice(0, 10);
        const windows = splitDays({ from: day(first), to: day(first + length) }, 30);
        const days = windows.flatMap(({ from, to }) => {
          const [start, end] = [Date.parse(from) / DAY, Date.parse(to) / DAY];
          expect(end - start).toBeLessThan(30);
          return Array.from({ length: end - start + 1 }, (_, index) => start + index);
        });
        expect(days.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: length + 1 }, (_, index) => first + index),
        );
      }),
    );
  });
});

describe("decimals", () => {
  it("adds, subtracts, multiplies, compares and rounds exactly", () => {
    expect(addDecimals("0.1", "0.2")).toBe("0.3");
    expect(addDecimals()).toBe("0");
    expect(subtractDecimals("1250.5", "50.25")).toBe("1200.25");
    expect(multiplyDecimals("236.0452830188679245", "3")).toBe("708.1358490566037735");
    expect(compareDecimals("10", "9.99")).toBe(1);
    expect(roundDecimal("2.345", 2)).toBe("2.35");
    expect(toDecimal(1e21)).toBe("1000000000000000000000");
    expect(() => toDecimal("12,5")).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("rule 9: reads and writes numbers of JSON digit for digit", () => {
    const fields = new Set(["points"]);
    const text = '{"points":236.0452830188679245,"page":2,"inner":[{"points":12345678901234567890.5}]}';
    expect(parseExactJson(text, fields)).toEqual({
      points: "236.0452830188679245",
      page: 2,
      inner: [{ points: "12345678901234567890.5" }],
    });
    expect(
      writeExactJson({ points: "12345678901234567890.5", card_no: "001", ref_no: undefined }, fields),
    ).toBe('{"points":12345678901234567890.5,"card_no":"001"}');
  });
});

describe("ref_no", () => {
  it("is unique, sorts in the order of its making, and carries its prefix", () => {
    let now = 1_700_000_000_000;
    const next = createRefNos({ prefix: "DESK-", now: () => now });
    const made = Array.from({ length: 5_000 }, (_, index) => {
      // Sometimes the clock stands still, sometimes it goes back.
      now += index % 7 === 0 ? -3 : index % 3;
      return next();
    });
    expect(new Set(made).size).toBe(made.length);
    expect(made.toSorted()).toEqual(made);
    expect(made.every((refNo) => /^DESK-[0-9A-HJKMNP-TV-Z]{26}$/.test(refNo))).toBe(true);
    expect(() => createRefNos({ prefix: "a b" })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("is as well-formed with a clock that tells fractions of a millisecond", () => {
    let now = 1_700_000_000_000.25;
    const next = createRefNos({ now: () => now });
    const made = [next(), next()];
    now += 0.5;
    made.push(next());
    expect(made.every((refNo) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(refNo))).toBe(true);
    expect(made.toSorted()).toEqual(made);
  });

  it("does not repeat between two pages in the same millisecond", () => {
    const [one, two] = [createRefNos({ now: () => 1 }), createRefNos({ now: () => 1 })];
    const made = Array.from({ length: 1_000 }, () => [one(), two()]).flat();
    expect(new Set(made).size).toBe(made.length);
  });
});
