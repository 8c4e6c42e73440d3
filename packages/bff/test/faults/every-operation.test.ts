/** Every operation that is forwarded × every fault of a platform: sent once, and answered with what is known. */
import { operations as haravan } from "@privage-addons/contracts/haravan";
import { operations as partner } from "@privage-addons/contracts/partner";
import { operations as privage } from "@privage-addons/contracts/privage";
import {
  FAULT_KINDS,
  type LoggedRequest,
  type RunningSimulators,
  startSimulators,
} from "@privage-addons/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  armFault,
  PLATFORM_NAMES,
  type PlatformName,
  requestsTo,
  startSimulatedBff,
} from "../support/simulated.ts";

const SOME_ID = "7d21d79f-548f-4749-9eb3-1a3e13e8d432";

interface Operation {
  readonly on: PlatformName;
  readonly operationId: string;
  readonly method: string;
  /** At the BFF. */
  readonly path: string;
  /** At the platform. */
  readonly platformPath: string;
}

const toOperation =
  (on: PlatformName, basePath = "") =>
  ({ operationId, method, path }: { operationId: string; method: string; path: string }): Operation => {
    const filled = path.replaceAll(/\{\w+\}/g, SOME_ID);
    return {
      on,
      operationId,
      method: method.toUpperCase(),
      path: `/${on}${filled}`,
      platformPath: basePath + filled,
    };
  };

const OPERATIONS = [
  ...privage.map(toOperation("privage")),
  ...partner
    .filter(({ operationId }) => operationId !== "issueToken")
    .map(toOperation("partner", "/api/partner/v1")),
  ...haravan.filter(({ path }) => /^\/(com|web)\//.test(path)).map(toOperation("haravan")),
];

/** Taken from all over the list, so that no platform sees so many failures that its circuit opens. */
const ROUNDS = 4;
const rounds = Array.from({ length: ROUNDS }, (_, round) =>
  OPERATIONS.filter((_operation, index) => index % ROUNDS === round),
);

/** Points that move are counted against the ledger; what other operations do is the simulators' own matter. */
const burnOf = (fault: string) => ({ card_no: "001", points: 1, ref_no: `FAULT-${fault}` });
const bodyOf = ({ operationId, method }: Operation, fault: string): string | undefined => {
  if (operationId === "burnPoints") return JSON.stringify(burnOf(fault));
  return /^P/.test(method) ? "{}" : undefined;
};

type Answer = { readonly status: number; readonly text: string } | "cut off";

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators({ members: 5, transactions: 5, sales: 5, orders: 5 });
});
afterAll(() => simulators.close());

it("there are as many operations as the three contracts have, but for the BFF's own calls for tokens", () => {
  expect(OPERATIONS).toHaveLength(privage.length + (partner.length - 1) + 23);
});

describe.each(FAULT_KINDS)("%s", (fault) => {
  /** What may be said of one operation, when `log` is what its platform saw of it. */
  const judge = ({ method }: Operation, answer: Answer, log: readonly LoggedRequest[]): void => {
    const isRead = method === "GET";
    const last = log.at(-1);
    expect(log[0]?.fault).toBe(fault);
    expect(log.length).toBeLessThanOrEqual(isRead ? 2 : 1);

    const isSilent = fault === "hang" || fault === "reset" || fault === "commit-then-reset";
    if (isSilent && last?.fault === fault) {
      // Nobody can know more than this.
      const [status, code, retryable] = isRead
        ? [503, "UPSTREAM_UNAVAILABLE", true]
        : [502, "OUTCOME_UNKNOWN", false];
      expect(answer).toMatchObject({ status });
      expect(parse(answer === "cut off" ? "" : answer.text)).toMatchObject({ code, retryable });
      return;
    }
    if (answer === "cut off") {
      expect(fault).toBe("truncate");
      return;
    }
    // What the platform said, as it said it.
    expect(answer.status).toBe(last?.status);
    if (fault === "status") expect(answer.status).toBe(500);
    if (fault === "malformed") expect(parse(answer.text)).toBeUndefined();
    else if (fault !== "status" && answer.text !== "") expect(parse(answer.text)).toBeDefined();
  };

  const judgeLedger = async (answer: Answer): Promise<void> => {
    const ledger = await fetch(`${simulators.privage.url}/_sim/ledger`);
    const { movements } = (await ledger.json()) as { movements: { ref_no?: string | null }[] };
    const moved = movements.filter(({ ref_no }) => ref_no === burnOf(fault).ref_no).length;
    const isDone = answer !== "cut off" && answer.status === 201;
    expect(isDone ? [1] : [0, 1]).toContain(moved);
  };

  it("every operation is sent once, a read once more at most, and its answer says no more than is known", async () => {
    for (const operations of rounds) {
      const bff = await startSimulatedBff(
        simulators,
        fault === "hang" ? { UPSTREAM_TIMEOUT_MS: "3000" } : {},
      );
      await bff.exchange();
      await Promise.all(
        ["/partner/sales", "/haravan/com/shop.json", "/connections"].map((path) => bff.call(path)),
      );
      const before = Object.fromEntries(
        await Promise.all(
          PLATFORM_NAMES.map(async (on) => [on, (await requestsTo(simulators, on)).length] as const),
        ),
      );
      for (const { on, method, platformPath } of operations) {
        const match = { method, path: platformPath };
        await armFault(simulators, on, { match, fault, times: 1, status: 500, delayMs: 10 });
      }
      const answers = await Promise.all(
        operations.map(({ path, method, ...rest }) =>
          bff
            .call(path, { method, body: bodyOf({ path, method, ...rest }, fault) ?? null })
            .catch((): Answer => "cut off"),
        ),
      );
      const logs = Object.fromEntries(
        await Promise.all(PLATFORM_NAMES.map(async (on) => [on, await requestsTo(simulators, on)] as const)),
      );
      for (const [index, operation] of operations.entries()) {
        const { on, operationId } = operation;
        const log =
          logs[on]?.slice(before[on]).filter((request) => request.operationId === operationId) ?? [];
        const answer = answers[index] ?? "cut off";
        judge(operation, answer, log);
        if (operationId === "burnPoints") await judgeLedger(answer);
      }
      await bff.close();
    }
  }, 240_000);
});
