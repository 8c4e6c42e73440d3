import { type Summary, summarise } from "./statistics.ts";

/** What one run of a variant measured, by name. */
export type Sample = Readonly<Record<string, number>>;

export interface Variant {
  readonly key: string;
  readonly measure: (round: number) => Promise<Sample>;
}

/** Samples of each variant, by round; the same index is the same round everywhere. */
export type Rounds = ReadonlyMap<string, readonly Sample[]>;

/**
 * Runs every variant once a round, in an order that is turned round the next time and moves by one after that, so that whatever
 * else the machine does falls on all of them alike, and none always follows the same one. The first `warmUps` rounds are
 * thrown away.
 */
export const interleave = async (
  variants: readonly Variant[],
  { rounds, warmUps = 0 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Rounds> => {
  const samples = new Map<string, Sample[]>(variants.map(({ key }) => [key, []]));
  for (let turn = 0; turn < warmUps + rounds; turn++) {
    const round = turn - warmUps;
    const shift = Math.floor(turn / 2) % variants.length;
    const order = [...variants.slice(shift), ...variants.slice(0, shift)];
    for (const { key, measure } of turn % 2 === 0 ? order : order.toReversed()) {
      const sample = await measure(round).catch((cause: unknown) => {
        throw new Error(`${key} could not be measured.`, { cause });
      });
      if (round >= 0) samples.get(key)?.push(sample);
    }
  }
  return samples;
};

const seriesOf = (rounds: Rounds, key: string, metric: string): readonly number[] =>
  (rounds.get(key) ?? []).map((sample) => {
    const value = sample[metric];
    if (value === undefined) throw new Error(`${key} did not measure ${metric}.`);
    return value;
  });

export const summaryOf = (rounds: Rounds, key: string, metric: string): Summary =>
  summarise(seriesOf(rounds, key, metric));

/** Of each round: `key` divided by `base`. Noise that both had in common cancels out. */
export const ratioOf = (rounds: Rounds, key: string, base: string, metric: string): Summary => {
  const bases = seriesOf(rounds, base, metric);
  return summarise(seriesOf(rounds, key, metric).map((value, round) => value / (bases[round] ?? Number.NaN)));
};

/** Of each round: `key` less `base`, so that what both had to suffer is not counted as added. */
export const differenceOf = (rounds: Rounds, key: string, base: string, metric: string): Summary => {
  const bases = seriesOf(rounds, base, metric);
  return summarise(seriesOf(rounds, key, metric).map((value, round) => value - (bases[round] ?? Number.NaN)));
};
