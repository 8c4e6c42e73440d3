import { startSimulators } from "@privage-addons/simulator";
import { expect, test } from "vitest";
import { connect, send } from "./support/http.ts";

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

test("100,000 members and 1,000,000 transactions start within 5 s, and a page is read within 20 ms", async () => {
  const started = performance.now();
  const simulators = await startSimulators({
    members: 100_000,
    transactions: 1_000_000,
    now: () => Date.UTC(2026, 8, 1),
  });
  const startMs = performance.now() - started;
  const { access_token: token } = await connect(simulators);
  const timesOf = async (query: (run: number) => string) => {
    const times: number[] = [];
    for (let run = 0; run < 15; run += 1) {
      const before = performance.now();
      const { status } = await send(simulators.privage.url + query(run), { token });
      times.push(performance.now() - before);
      expect(status).toBe(200);
    }
    return median(times);
  };
  const pageMs = await timesOf((run) => `/v2/connect/transactions?page=${run * 600 + 1}`);
  const windowMs = await timesOf(
    (run) => `/v2/connect/transactions?from=2026-0${(run % 8) + 1}-01T00:00:00Z`,
  );
  const memberMs = await timesOf((run) => `/v2/connect/profile?card_no=${90_000 + run}`);
  const last = await send(`${simulators.privage.url}/v2/connect/transactions?page=10000`, { token });
  await simulators.close();
  expect(last.json).toMatchObject({ total: 1_000_000 });
  expect(last.json.data).toHaveLength(100);
  expect(startMs).toBeLessThan(5000);
  expect({ pageMs, windowMs, memberMs }, JSON.stringify({ startMs, pageMs, windowMs, memberMs })).toSatisfy(
    (all: Record<string, number>) => Object.values(all).every((ms) => ms < 20),
  );
}, 30_000);
