/**
 * Deterministic draws by position: the n-th value of a stream can be had without the ones before it, so that a million
 * rows need no memory until they are read.
 */
const mix = (value: number): number => {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
};

/** A 32-bit number from a seed, the name of a stream, and a position. */
export type Hash = (stream: number, index: number) => number;

export const createHash = (seed: number): Hash => {
  const base = mix(seed ^ 0x9e3779b9);
  return (stream, index) => mix(mix(base ^ Math.imul(stream, 0x85ebca6b)) ^ Math.imul(index + 1, 0xc2b2ae35));
};

/** An element of a non-empty list, by a draw. */
export const pick = <Item>(items: readonly [Item, ...Item[]], draw: number): Item =>
  items[draw % items.length] ?? items[0];
