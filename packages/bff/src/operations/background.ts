/**
 * What goes on without a request: changed connections are noticed, tokens in use are renewed before anybody waits, sealed
 * records move to the first of several keys, old webhooks are deleted.
 */
import type { BffConfig } from "../config/config.ts";
import type { TokenKeeper } from "../tokens/keeper.ts";
import type { Vault } from "../vault/vault.ts";
import type { Clock } from "./clock.ts";
import { errorFacts, type Log } from "./logs.ts";

const LOOK_EVERY_MS = 1_000;
/**
 * Looks back further than the last look: a change's time is taken by one of several statements of its transaction, each of
 * which may last 10 s, and it is seen only once all of them are committed.
 */
const OVERLAP_MS = 60_000;
/** Before the first look nothing is in memory that could be outdated: what a migration changed just then is not read every second. */
const OVERLAP_AT_START_MS = 5_000;
const TIDY_EVERY_MS = 3_600_000;
const ROTATION_PAUSE_MS = 100;
const DAY_MS = 86_400_000;

export interface BackgroundParts {
  readonly keeper: Pick<TokenKeeper, "sweep" | "forget">;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: Pick<BffConfig, "limits" | "vaultKeys">;
}

export const createBackground = ({ keeper, vault, clock, log, config }: BackgroundParts) => {
  const stopped = new AbortController();
  const { signal } = stopped;
  let since = Number.MAX_SAFE_INTEGER;
  let firstLook = Number.MAX_SAFE_INTEGER;
  let seen = new Map<string, number>();

  const lookForChanges = async (): Promise<void> => {
    keeper.sweep();
    const { changes, now } = await vault.connections.changedSince(since);
    for (const { id, changedAt } of changes) if (seen.get(id) !== changedAt) keeper.forget(id);
    seen = new Map(changes.map(({ id, changedAt }) => [id, changedAt]));
    firstLook = Math.min(firstLook, now); // Earlier when the clock was set back.
    since = Math.max(now - OVERLAP_MS, firstLook - OVERLAP_AT_START_MS);
  };

  const rotate = (): Promise<unknown> =>
    vault.rotation.run({ signal, pause: () => clock.sleep(ROTATION_PAUSE_MS, signal) });
  const prune = (): Promise<unknown> => vault.webhooks.prune(config.limits.webhookRetentionDays * DAY_MS);

  /** Repeats until stopped; the first failure of a row is logged, and the next round tries again. */
  const repeat = async (work: () => Promise<unknown>, everyMs: number): Promise<void> => {
    let isFailing = false;
    while (!signal.aborted) {
      try {
        await work();
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) log.warn({ event: "background-failed", error: errorFacts(error) });
        isFailing = true;
      }
      await clock.sleep(everyMs, signal);
    }
  };

  let running: Promise<unknown> = Promise.resolve();
  return {
    start: (): void => {
      running = Promise.all([
        repeat(lookForChanges, LOOK_EVERY_MS),
        // It goes through all that there is, for nothing where there is one key.
        config.vaultKeys.length > 1 && repeat(rotate, TIDY_EVERY_MS),
        repeat(prune, TIDY_EVERY_MS),
      ]);
    },
    /** Resolves when nothing of it is running any more. */
    stop: async (): Promise<void> => {
      stopped.abort();
      await running;
    },
  };
};
