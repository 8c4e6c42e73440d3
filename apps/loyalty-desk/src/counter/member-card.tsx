import type { Member } from "../data/members.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, KeyHint } from "../ui/feedback.tsx";
import { counterMessages } from "./messages.ts";

export interface MemberCardProps {
  readonly member: Member;
  readonly onNext: () => void;
}

/** Who stands at the counter, and what they have. */
export const MemberCard = ({ member, onNext }: MemberCardProps) => {
  const t = useMessages(counterMessages);
  const format = useFormat();
  return (
    <section className="card member" aria-labelledby="member-name">
      <header className="member__header">
        <div className="member__who">
          <h2 id="member-name" data-page-heading="" tabIndex={-1}>
            {member.name}
          </h2>
          {member.tier && <Badge tone="accent">{member.tier}</Badge>}
        </div>
        <Button size="small" onPress={onNext}>
          {t.next} <KeyHint>Esc</KeyHint>
        </Button>
      </header>
      <p className="member__balance">
        <span className="member__points numeric" data-testid="balance">
          {format.number(member.points)}
        </span>{" "}
        <span className="muted">{t.balance}</span>
      </p>
      <dl className="member__facts">
        <div>
          <dt>{t.phone}</dt>
          <dd className="numeric">{member.phoneNumber}</dd>
        </div>
        <div>
          <dt>{t.card}</dt>
          <dd className="numeric">{member.cardNo}</dd>
        </div>
        {member.birthDate && (
          <div>
            <dt>{t.birthday}</dt>
            <dd>{format.dayMonth(member.birthDate)}</dd>
          </div>
        )}
        {member.joinedAt && (
          <div>
            <dt>{t.memberSince}</dt>
            <dd>{format.date(member.joinedAt)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
};
