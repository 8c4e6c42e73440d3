import type { Clock } from "../operations/clock.ts";
import type { Terminal } from "./terminal.ts";

type Counts = Readonly<Record<string, number>>;

const CLEAR_LINE = "\r\u001b[2K";
/** A line that went on in the next row of a narrow terminal could not be cleared: it is cut off at the edge (DECAWM), where its last character stands. */
const cutOff = (text: string): string => `\u001b[?7l${text} \u001b[?7h`;
const WIDTH = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5_000;

const formatDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
};

/** A bar that redraws itself on a terminal, and a line now and then where output goes to a file. */
export const createProgress = (terminal: Terminal, clock: Clock, total: number) => {
  const clear = terminal.isInteractive ? CLEAR_LINE : "";
  const everyMs = terminal.isInteractive ? REDRAW_MS : LINE_EVERY_MS;
  const startedAt = clock.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let saidUntil = Number.NEGATIVE_INFINITY;

  const describe = (counts: Counts): string => {
    const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const elapsed = clock.now() - startedAt;
    const perSecond = elapsed > 0 ? (done / elapsed) * 1000 : 0;
    const left = perSecond > 0 ? formatDuration(((total - done) / perSecond) * 1000) : "unknown";
    const filled = Math.round((total > 0 ? done / total : 1) * WIDTH);
    const bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
    const details = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    return `[${bar}] ${done}/${total}  ${perSecond.toFixed(1)}/s  ${left} left  ${details.join(", ")}`;
  };

  const show = (counts: Counts, isLast: boolean): void => {
    drawnAt = clock.now();
    const text = describe(counts);
    terminal.writeError(`${clear}${terminal.isInteractive && !isLast ? cutOff(text) : `${text}\n`}`);
  };

  return {
    advance: (counts: Counts): void => {
      if (clock.now() - drawnAt >= everyMs) show(counts, false);
    },
    /** Says why nothing moves, unless it soon will. */
    pause: (ms: number): void => {
      if (ms < LINE_EVERY_MS || clock.now() < saidUntil) return;
      saidUntil = clock.now() + ms;
      terminal.writeError(`${clear}Haravan wants no call for ${formatDuration(ms)}; it goes on by itself.\n`);
    },
    finish: (counts: Counts): void => show(counts, true),
  };
};
