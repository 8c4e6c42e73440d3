/**
 * Episodes: the log cut into pieces a person thinks in (the opening, a renewal, a call to the site), each with its own
 * scale. A new one begins after a pause, or when the frame starts over.
 */
import type { HandoffStep } from "@privage-addons/contracts/bridge";
import type { FaultEntry, LogEntry, StepEntry } from "./log-entry.ts";

export type EpisodeKind = "opening" | "renewal" | "rebootstrap" | "tokens" | "end" | "calls" | "other";

export interface Episode {
  readonly kind: EpisodeKind;
  /** Of its first entry. */
  readonly id: number;
  /** Earliest start; ms since the Unix epoch. */
  readonly from: number;
  /** From the earliest start to the latest end. */
  readonly durationMs: number;
  /** By start. */
  readonly steps: readonly StepEntry[];
}

/** Steps closer than this, from the end of one to the start of the next, belong together. */
const PAUSE_MS = 1_500;

/** Shown in the log, not as bars: it has no duration. */
const isBar = (entry: LogEntry): entry is StepEntry =>
  entry.kind === "step" && entry.step !== "session-state";

/** Oldest first; faults stand between the episodes they fell between. */
export const toEpisodes = (entries: readonly LogEntry[]): readonly (Episode | FaultEntry)[] => {
  const pieces: (StepEntry[] | FaultEntry)[] = [];
  let current: StepEntry[] | undefined;
  let startsOver = false;
  for (const entry of entries) {
    if (entry.kind === "fault") {
      pieces.push(entry);
      current = undefined;
    } else if (entry.kind === "state") {
      startsOver ||= entry.status === "loading";
    } else if (isBar(entry)) {
      const joins = current !== undefined && !startsOver && entry.at - latestEnd(current) < PAUSE_MS;
      if (joins && current) current.push(entry);
      else {
        current = [entry];
        pieces.push(current);
      }
      startsOver = false;
    }
  }
  return pieces.map((piece) => (Array.isArray(piece) ? toEpisode(piece) : piece));
};

const toEpisode = (unordered: readonly StepEntry[]): Episode => {
  const steps = unordered.toSorted((a, b) => a.at - b.at || a.id - b.id);
  const from = steps[0]?.at ?? 0;
  return {
    kind: kindOf(new Set(steps.map(({ step }) => step))),
    id: Math.min(...steps.map(({ id }) => id)),
    from,
    durationMs: Math.max(1, latestEnd(steps) - from),
    steps,
  };
};

const kindOf = (steps: ReadonlySet<HandoffStep>): EpisodeKind => {
  if (steps.has("load") || steps.has("hello")) return "opening";
  if (steps.has("rebootstrap")) return "rebootstrap";
  if (steps.has("renewal")) return "renewal";
  if (steps.has("exchange") || steps.has("mint")) return "tokens";
  if (steps.has("end")) return "end";
  return steps.has("service-call") ? "calls" : "other";
};

const latestEnd = (steps: readonly StepEntry[]) =>
  Math.max(...steps.map(({ at, durationMs }) => at + durationMs));
