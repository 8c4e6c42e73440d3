import { Copy } from "lucide-react";
import { IconButton } from "../controls/icon-button.tsx";
import { useFormat } from "../i18n/use-format.ts";
import { useMessages } from "../i18n/use-messages.ts";
import { useSite } from "../site/site-context.ts";
import { FaultPointer } from "./faults/fault-pointer.tsx";
import type { Lease, SessionStatus } from "./lease.ts";
import { useNow } from "./use-now.ts";
import "./session-card.css";

const WITHOUT_SESSION: ReadonlySet<SessionStatus> = new Set(["retrying", "rebootstrapping", "failed"]);

/** The session right now: its state, its trace, and how long it lasts. */
export const SessionCard = ({ lease }: { readonly lease: Lease }) => {
  const { inspector, addOn } = useMessages();
  const { notices } = useSite();
  const format = useFormat();
  const { status, traceId, openedAt, grantedAt, expiresAt, renewAt } = lease;
  const now = useNow(expiresAt !== undefined);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      notices.toast({ message: addOn.copied, tone: "success" });
    } catch {
      notices.toast({ message: addOn.copyFailed, tone: "warning" });
    }
  };

  return (
    <section className="session-card" aria-label={inspector.session}>
      <div className="session-card__head">
        <span className="session-card__status" data-status={status}>
          {inspector.sessionStates[status]}
        </span>
        {openedAt !== undefined && (
          <span className="session-card__opened">{inspector.opened(format.dateTime(openedAt))}</span>
        )}
      </div>
      {WITHOUT_SESSION.has(status) && <FaultPointer />}
      {grantedAt !== undefined && expiresAt !== undefined && (
        <div className="session-card__times">
          {renewAt !== undefined && (
            <TimeLeft label={inspector.renewsIn} from={grantedAt} until={renewAt} now={now} />
          )}
          <TimeLeft label={inspector.expiresIn} from={grantedAt} until={expiresAt} now={now} />
        </div>
      )}
      {traceId && (
        <p className="session-card__trace">
          <span>{inspector.trace}</span>
          <code>{traceId}</code>
          <IconButton icon={Copy} label={inspector.copyTrace} onPress={() => void copy(traceId)} />
        </p>
      )}
    </section>
  );
};

interface TimeLeftProps {
  readonly label: string;
  /** All three in ms since the Unix epoch. */
  readonly from: number;
  readonly until: number;
  readonly now: number;
}

const TimeLeft = ({ label, from, until, now }: TimeLeftProps) => {
  const { inspector } = useMessages();
  const format = useFormat();
  const left = until - now;
  const share = Math.min(1, Math.max(0, left / Math.max(1, until - from)));
  return (
    <div className="time-left">
      <span className="time-left__label">{label}</span>
      <span className="time-left__value">{left > 0 ? format.countdown(left) : inspector.due}</span>
      <span className="time-left__track" aria-hidden="true">
        <span className="time-left__rest" style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </div>
  );
};
