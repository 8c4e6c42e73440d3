import { createHash as createDigest } from "node:crypto";

/** UUIDs by position, that lead back to it: the last twelve digits hold it, the others prove it. */
export interface IdSpace {
  readonly idOf: (index: number) => string;
  readonly indexOf: (id: string) => number | undefined;
}

export const createIdSpace = (seed: number, name: string, size: number): IdSpace => {
  const mask = Number.parseInt(
    createDigest("sha256").update(`${seed}:${name}`).digest("hex").slice(0, 12),
    16,
  );
  const idOf = (index: number) => {
    const hex = createDigest("sha256").update(`${seed}:${name}:${index}`).digest("hex");
    // XOR through BigInt: JavaScript's own works on 32 bits.
    const tail = (BigInt(mask) ^ BigInt(index)).toString(16).padStart(12, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${tail}`;
  };
  return {
    idOf,
    indexOf: (id) => {
      const lower = id.toLowerCase();
      const index = Number(BigInt(mask) ^ BigInt(`0x${lower.slice(-12)}`));
      return index < size && idOf(index) === lower ? index : undefined;
    },
  };
};
