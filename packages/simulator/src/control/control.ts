import type { Clock } from "../clock/clock.ts";
import { parseFaultOrder } from "../faults/parse.ts";
import type { FaultRegistry } from "../faults/registry.ts";
import type { RequestLog } from "../log/request-log.ts";
import { type Answer, json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";

const complaint = (message: string): Answer => json(400, { error: message });

const notHere = (method: string) => json(405, { error: `${method} is not for this path.` });

/** `/_sim/…`: how a test or a person steers one simulator. Not part of any platform. */
export const createControlRoutes = (parts: {
  readonly clock: Clock;
  readonly faults: FaultRegistry;
  readonly log: RequestLog;
  readonly reset: () => void;
  readonly own: Readonly<Record<string, ControlRoute>>;
}): Readonly<Record<string, ControlRoute>> => {
  const { clock, faults, log } = parts;
  return {
    ...parts.own,
    faults: ({ method, body, query }) => {
      if (method === "GET") return json(200, { faults: faults.list() });
      if (method === "DELETE") {
        const id = query.get("id");
        return json(200, { cleared: faults.clear(id === null ? undefined : Number(id)) });
      }
      if (method !== "POST") return notHere(method);
      const order = parseFaultOrder(body);
      return typeof order === "string" ? complaint(order) : json(201, faults.arm(order));
    },
    requests: ({ method, query }) => {
      if (method !== "GET") return notHere(method);
      const limit = Math.max(0, Number(query.get("limit")) || 0);
      const requests = log.list();
      return json(200, { count: log.count(), requests: limit === 0 ? requests : requests.slice(-limit) });
    },
    reset: ({ method }) => {
      if (method !== "POST") return notHere(method);
      parts.reset();
      return json(200, { reset: true });
    },
    clock: async ({ method, body }) => {
      const now = () => ({ now: new Date(clock.now()).toISOString() });
      if (method === "GET") return json(200, now());
      if (method !== "POST") return notHere(method);
      const seconds = (body as { advanceSeconds?: unknown } | null | undefined)?.advanceSeconds;
      // A century: enough for any test, and dates stay printable.
      if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= 3_155_760_000)) {
        return complaint(`Send {"advanceSeconds": n}, n from 0 to 3155760000.`);
      }
      await clock.advance(seconds);
      return json(200, now());
    },
  };
};
