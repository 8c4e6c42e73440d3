import { UserRoundCheck } from "lucide-react";
import { goTo } from "../app/location.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { memberPath } from "./member-path.ts";
import { counterMessages } from "./messages.ts";
import { useRecentMembers } from "./recent-members.ts";

/** What the counter shows between two customers. */
export const RecentList = () => {
  const t = useMessages(counterMessages);
  const members = useRecentMembers((state) => state.members);
  return (
    <Card title={t.recent}>
      {members.length === 0 ? (
        <Empty icon={UserRoundCheck} title={t.recentEmptyTitle}>
          <p>{t.recentEmptyNext}</p>
        </Empty>
      ) : (
        <ul className="people">
          {members.map((member) => (
            <li key={member.cardNo}>
              <Button tone="quiet" onPress={() => goTo(memberPath(member.cardNo))}>
                <span className="people__name">{member.name}</span>
                <span className="people__note numeric">{member.phoneNumber}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
