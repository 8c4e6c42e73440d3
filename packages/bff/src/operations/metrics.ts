import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { TokenEvent } from "../tokens/source.ts";
import { measureProcess } from "./process-metrics.ts";

export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Labels are bounded sets of our own words: a route is a family of routes, never a path, a business or a shop. */
export const createMetrics = () => {
  const registry = new Registry();
  const registers = [registry];
  measureProcess(registry, "privage_bff_");
  const requests = new Counter({
    name: "privage_bff_requests_total",
    help: "Answers by route family and status",
    labelNames: ["route", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "privage_bff_request_seconds",
    help: "Time from request to whole answer",
    labelNames: ["route"],
    buckets: SECONDS,
    registers,
  });
  const tokens = new Counter({
    name: "privage_bff_token_requests_total",
    help: "Requests to token endpoints",
    labelNames: ["provider", "outcome"],
    registers,
  });
  const leases = new Counter({
    name: "privage_bff_token_events_total",
    help: "Vault reads, waits for another process, lost leases, tokens that wait for the database",
    labelNames: ["provider", "event"],
    registers,
  });

  // The labelled children are looked up once: hashing labels costs more than counting.
  interface Family {
    readonly statuses: Map<number, Counter.Internal>;
    readonly duration: Histogram.Internal<"route">;
  }
  const families = new Map<string, Family>();
  const familyOf = (route: string): Family => {
    const family = { statuses: new Map(), duration: durations.labels(route) };
    families.set(route, family);
    return family;
  };
  return {
    contentType: registry.contentType,
    request: (route: string, status: number, ms: number): void => {
      const { statuses, duration } = families.get(route) ?? familyOf(route);
      const counter = statuses.get(status) ?? requests.labels(route, String(status));
      if (!statuses.has(status)) statuses.set(status, counter);
      counter.inc();
      duration.observe(ms / 1000);
    },
    token: (event: TokenEvent): void => {
      if (event.type === "obtained") tokens.inc({ provider: event.provider, outcome: "ok" });
      else if (event.type === "failed") tokens.inc({ provider: event.provider, outcome: event.code });
      else leases.inc({ provider: event.provider, event: event.type });
    },
    /** Of what others count: the platform hosts held back right now, and the lines of the log lost so far. */
    watch: (openCircuits: () => number, lostLines: () => number): void => {
      const gauge = new Gauge({
        name: "privage_bff_open_circuits",
        help: "Platform hosts whose calls are held back",
        registers,
        collect: () => {
          gauge.set(openCircuits());
        },
      });
      const counter = new Counter({
        name: "privage_bff_log_lines_lost_total",
        help: "Lines of the log that could not be written",
        registers,
        collect: () => {
          counter.reset();
          counter.inc(lostLines());
        },
      });
    },
    render: () => registry.metrics(),
  };
};
