import { useState } from "react";
import type { Movement } from "../data/movements.ts";
import { type PointsResult, type Receipt, usePointsPort } from "../data/points.ts";

/** The undo of one line of a member's ledger at a time, and what became of the last. */
export interface LineUndo {
  /** The id of the line that is being undone, or looked up. */
  readonly busy: string | undefined;
  readonly result: PointsResult | undefined;
  readonly undo: (movement: Movement) => void;
  /** Undoes the last line again. */
  readonly repeat: () => void;
  /** Asks the ledger whether the last line is undone. */
  readonly lookAgain: () => void;
}

export const useLineUndo = (cardNo: string, onUndone: (receipt: Receipt) => void): LineUndo => {
  const points = usePointsPort();
  const [line, setLine] = useState<Receipt>();
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<PointsResult>();

  const run = async (receipt: Receipt, act: (receipt: Receipt) => Promise<PointsResult>) => {
    setLine(receipt);
    setBusy(true);
    const acted = await act(receipt);
    setBusy(false);
    setResult(acted);
    if (acted.outcome === "recorded") onUndone(acted.value);
  };
  return {
    busy: isBusy ? line?.id : undefined,
    result,
    undo: (movement) => void run({ ...movement, cardNo, recordedAt: movement.createdAt }, points.undo),
    repeat: () => line && void run(line, points.undo),
    lookAgain: () => line && void run(line, points.checkUndo),
  };
};
