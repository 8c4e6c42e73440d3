import { useRef, useState } from "react";
import type { WriteResult } from "../data/write-result.ts";

export interface Write<Args extends readonly unknown[], Value> {
  readonly isPending: boolean;
  readonly result: WriteResult<Value> | undefined;
  /** The outcome of the last one is not known: until the person has looked, `run` does nothing. */
  readonly isInDoubt: boolean;
  /** Sends it, unless one is under way; resolves once its outcome is in `result`. */
  run(...args: Args): Promise<WriteResult<Value> | undefined>;
  /** For the person to see how things stand. What is not known stays so until `read` says that it could. */
  lookAgain(read: () => Promise<boolean>): Promise<void>;
}

/** One write at a time, and what became of it (design §3, rule 9). */
export const useWrite = <Args extends readonly unknown[], Value>(
  send: (...args: Args) => Promise<WriteResult<Value>>,
): Write<Args, Value> => {
  const isUnderWay = useRef(false);
  const [isPending, setPending] = useState(false);
  const [result, setResult] = useState<WriteResult<Value>>();
  const isInDoubt = result?.outcome === "unknown";

  const run = async (...args: Args) => {
    // The second press of two may come before the button shows that it is busy.
    if (isUnderWay.current || isInDoubt) return undefined;
    isUnderWay.current = true;
    setPending(true);
    // The notice that offers to try again stays, as its button is what was pressed; any other is of before.
    setResult((last) => (last?.outcome === "not-recorded" ? last : undefined));
    try {
      const settled = await send(...args);
      setResult(settled);
      return settled;
    } finally {
      isUnderWay.current = false;
      setPending(false);
    }
  };
  const lookAgain = async (read: () => Promise<boolean>) => {
    if (await read()) setResult(undefined);
  };
  return { isPending, result, isInDoubt, run, lookAgain };
};
