import { validateHeaderName, validateHeaderValue } from "node:http";
import { FAULT_KINDS, type FaultOrder } from "./fault.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown): value is undefined => value === undefined;
const isNumberIn = (low: number, high: number) => (value: unknown) =>
  typeof value === "number" && value >= low && value <= high;
const isString = (value: unknown): value is string => typeof value === "string";

/** Whether the pair can go on the wire at all; the server would refuse it only when the fault strikes. */
const isHeader = ([name, value]: readonly [string, unknown]): boolean => {
  if (!isString(value)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
};

const FIELDS: Readonly<Record<string, readonly [test: (value: unknown) => boolean, rule: string]>> = {
  fault: [(value) => FAULT_KINDS.some((kind) => kind === value), `one of ${FAULT_KINDS.join(", ")}`],
  match: [
    (value) =>
      isAbsent(value) ||
      (isRecord(value) &&
        Object.entries(value).every(([key, part]) => (key === "method" || key === "path") && isString(part))),
    "{method?, path?}, both strings",
  ],
  times: [
    (value) => isAbsent(value) || (Number.isInteger(value) && isNumberIn(1, 1e9)(value)),
    "a whole number from 1",
  ],
  rate: [(value) => isAbsent(value) || isNumberIn(0, 1)(value), "a number from 0 to 1"],
  status: [
    (value) => isAbsent(value) || (Number.isInteger(value) && isNumberIn(200, 599)(value)),
    "a status from 200 to 599",
  ],
  body: [() => true, ""],
  headers: [
    (value) => isAbsent(value) || (isRecord(value) && Object.entries(value).every(isHeader)),
    "an object of header names and values",
  ],
  delayMs: [(value) => isAbsent(value) || isNumberIn(0, 600_000)(value), "milliseconds, 0 to 600000"],
};

/** Reads an order for a fault; a string tells the caller what is wrong with it. */
export const parseFaultOrder = (value: unknown): FaultOrder | string => {
  if (!isRecord(value))
    return `Send a JSON object such as {"match":{"path":"/…"},"fault":"reset","times":1}.`;
  for (const [name, [test, rule]] of Object.entries(FIELDS)) {
    if (!test(value[name])) return `"${name}" must be ${rule}.`;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(FIELDS, name));
  if (unknown !== undefined) return `"${unknown}" is not known; known are ${Object.keys(FIELDS).join(", ")}.`;
  // Every field was checked right above.
  return value as unknown as FaultOrder;
};
