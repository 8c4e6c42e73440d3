import { startSimulators } from "@privage-addons/simulator";
import { expect, test } from "vitest";
import { connect, send } from "./support/http.ts";

/**
 * Processor time of this process in ms, simulators and caller together: what the clock on the wall would show on a machine
 * that has nothing else to do. A busy one makes every answer late, and no code slower.
 */
const workMs = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

test("100,000 members and 1,000,000 transactions are there within 5 s, and a page is read within 20 ms", async () => {
  const start = () =>
    startSimulators({ members: 100_000, transactions: 1_000_000, now: () => Date.UTC(2026, 8, 1) });
  let simulators: Awaited<ReturnType<typeof start>> | undefined;
  const startMs = await workMs(async () => {
    simulators = await start();
  });
  if (!simulators) throw new Error("The simulators did not start.");
  const { url } = simulators.privage;
  const { access_token: token } = await connect(simulators);
  const get = (path: string) => send(url + path, { token });
  const timesOf = async (path: (run: number) => string) => {
    const times: number[] = [];
    for (let run = 0; run < 15; run += 1) {
      const read = async () => expect((await get(path(run))).status).toBe(200);
      times.push(await workMs(read));
    }
    return median(times);
  };
  const medians = {
    page: await timesOf((run) => `/v2/connect/transactions?page=${run * 600 + 1}`),
    longestPage: await timesOf((run) => `/v2/connect/transactions?size=1000&page=${run * 60 + 1}`),
    window: await timesOf((run) => `/v2/connect/transactions?from=2026-0${(run % 8) + 1}-01T00:00:00Z`),
    member: await timesOf((run) => `/v2/connect/profile?card_no=${90_000 + run}`),
  };
  const last = await get("/v2/connect/transactions?page=10000");
  await simulators.close();
  expect(last.json).toMatchObject({ total: 1_000_000 });
  expect(last.json.data).toHaveLength(100);
  expect(startMs).toBeLessThan(5000);
  for (const [what, ms] of Object.entries(medians)) expect(ms, `${what}: ${ms} ms`).toBeLessThan(20);
}, 120_000);
