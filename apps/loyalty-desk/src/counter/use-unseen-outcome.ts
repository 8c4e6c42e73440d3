import { compareDecimals, subtractDecimals } from "@privage-addons/addon-sdk";
import { useDeskHost } from "../app/desk-host.ts";
import type { Member } from "../data/members.ts";
import type { PointsResult, Receipt } from "../data/points.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { pointsMessages } from "./points-messages.ts";

/** As long as the host shows a toast at most. */
const SHOWN_MS = 15_000;

/**
 * Says what became of a movement whose member is no longer on the screen: the next customer was searched for meanwhile. A
 * movement never ends unheard.
 */
export const useUnseenOutcome = (member: Member): ((what: "move" | "undo", result: PointsResult) => void) => {
  const t = useMessages(pointsMessages);
  const format = useFormat();
  const host = useDeskHost();

  const moved = ({ points }: Receipt) =>
    compareDecimals(points, 0) < 0
      ? t.burned(format.number(subtractDecimals(0, points)))
      : t.added(format.number(points));
  const describe = (what: "move" | "undo", result: PointsResult) => {
    switch (result.outcome) {
      case "recorded":
        return { tone: "success", text: what === "undo" ? t.undone : moved(result.value) } as const;
      case "unknown":
        return { tone: "warning", text: `${t.unknownTitle} (${result.refNo})` } as const;
      case "not-recorded":
      case "refused":
        return { tone: "error", text: t.notRecordedTitle } as const;
    }
  };
  return (what, result) => {
    const { tone, text } = describe(what, result);
    host.toast({ message: `${member.name}: ${text}`, tone, durationMs: SHOWN_MS });
  };
};
