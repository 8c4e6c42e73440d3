/**
 * One points movement at the counter, from the key press to the receipt, and its undo.
 *
 * A movement is in one of these phases, and every change goes through `reduce`:
 *
 * ```
 * idle → sending → done(receipt) → undoing → undone
 *           ↓                         ↓
 *         failed: refused | not-recorded | unknown (of the movement, or of its undo)
 * ```
 *
 * `not-recorded` may be repeated, under the same reference. `unknown` may not: the only way on is to look the reference up.
 */
import { useEffect, useReducer, useRef } from "react";
import {
  type MoveRequest,
  type NamedMove,
  type PointsResult,
  type Receipt,
  usePointsPort,
} from "../data/points.ts";

export type Phase =
  | { readonly name: "idle" }
  | { readonly name: "sending"; readonly move: NamedMove }
  | { readonly name: "done"; readonly move: NamedMove; readonly receipt: Receipt }
  | { readonly name: "undoing"; readonly move: NamedMove; readonly receipt: Receipt }
  | {
      readonly name: "undone";
      readonly move: NamedMove;
      readonly receipt: Receipt;
      readonly balance: string | undefined;
    }
  | {
      readonly name: "failed";
      readonly move: NamedMove;
      readonly receipt: Receipt | undefined;
      readonly failure: Exclude<PointsResult, { readonly outcome: "recorded" }>;
    };

type Action =
  | { readonly type: "send"; readonly move: NamedMove }
  | { readonly type: "sent"; readonly move: NamedMove; readonly result: PointsResult }
  | { readonly type: "undo" }
  | { readonly type: "undo-result"; readonly result: PointsResult }
  | { readonly type: "undone-elsewhere"; readonly undone: Receipt }
  | { readonly type: "reset" };

const reduce = (phase: Phase, action: Action): Phase => {
  switch (action.type) {
    case "send":
      return { name: "sending", move: action.move };
    case "sent":
      return action.result.outcome === "recorded"
        ? { name: "done", move: action.move, receipt: action.result.value }
        : { name: "failed", move: action.move, receipt: undefined, failure: action.result };
    case "undo":
      return "receipt" in phase && phase.receipt
        ? { name: "undoing", move: phase.move, receipt: phase.receipt }
        : phase;
    case "undo-result":
      if (phase.name !== "undoing") return phase;
      return action.result.outcome === "recorded"
        ? { ...phase, name: "undone", balance: action.result.value.balance }
        : { ...phase, name: "failed", failure: action.result };
    case "undone-elsewhere":
      return "receipt" in phase && phase.receipt?.id === action.undone.id
        ? { name: "undone", move: phase.move, receipt: phase.receipt, balance: action.undone.balance }
        : phase;
    case "reset":
      return { name: "idle" };
  }
};

export interface PointsDesk {
  readonly phase: Phase;
  send(request: MoveRequest): Promise<void>;
  /** Sends a movement that was not recorded again, under its own reference. */
  repeat(): Promise<void>;
  /** Asks the ledger again about a movement, or an undo, whose outcome is unknown. */
  checkAgain(): Promise<void>;
  undo(): Promise<void>;
  /** Hears of a movement that was undone in the list of all movements: its receipt offers no undo any more. */
  undoneElsewhere(undone: Receipt): void;
  reset(): void;
}

/** `onUnseen` hears the outcome of a movement, or of its undo, that was still under way when the desk left the screen. */
export const usePointsDesk = (
  onUnseen: (what: "move" | "undo", result: PointsResult) => void,
): PointsDesk => {
  const points = usePointsPort();
  const [phase, dispatch] = useReducer(reduce, { name: "idle" });
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const heard = (what: "move" | "undo", result: PointsResult): PointsResult => {
    if (!isShown.current) onUnseen(what, result);
    return result;
  };

  const undo = async () => {
    if (!("receipt" in phase) || !phase.receipt) return;
    dispatch({ type: "undo" });
    dispatch({ type: "undo-result", result: heard("undo", await points.undo(phase.receipt)) });
  };

  const move = async (named: NamedMove) => {
    dispatch({ type: "send", move: named });
    dispatch({ type: "sent", move: named, result: heard("move", await points.move(named)) });
  };

  return {
    phase,
    undo,
    send: (request) => move(points.name(request)),
    repeat: async () => {
      if (phase.name !== "failed") return;
      await (phase.receipt ? undo() : move({ ...phase.move, sentAt: Date.now() }));
    },
    checkAgain: async () => {
      if (phase.name !== "failed") return;
      const { move: unknown, receipt } = phase;
      dispatch(receipt ? { type: "undo" } : { type: "send", move: unknown });
      const result = receipt
        ? heard("undo", await points.checkUndo(receipt))
        : heard("move", await points.check(unknown));
      dispatch(receipt ? { type: "undo-result", result } : { type: "sent", move: unknown, result });
    },
    undoneElsewhere: (undone) => dispatch({ type: "undone-elsewhere", undone }),
    reset: () => dispatch({ type: "reset" }),
  };
};
