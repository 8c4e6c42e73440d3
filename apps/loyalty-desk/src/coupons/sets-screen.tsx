import { Plus, TicketPercent } from "lucide-react";
import { goTo } from "../app/location.ts";
import { shellMessages } from "../app/messages.ts";
import { useCan } from "../app/permissions.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { Screen } from "../app/screen.tsx";
import { type CouponSet, useCouponSets } from "../data/coupons.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Empty, Skeleton } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { couponMessages } from "./messages.ts";

/** Every coupon set of the business, and what is left in it. */
export const SetsScreen = () => {
  const t = useMessages(couponMessages);
  const shell = useMessages(shellMessages);
  const can = useCan();
  const query = useCouponSets();
  const sets = query.data?.pages.flatMap((page) => page.data) ?? [];

  return (
    <Screen
      title={t.sets}
      action={
        can("coupons:create") && (
          <Button tone="primary" onPress={() => goTo("/coupons/sets/new")}>
            <Plus aria-hidden="true" />
            {t.newSet}
          </Button>
        )
      }
    >
      {query.isPending ? (
        <Card>
          <Skeleton lines={6} label={t.loading} />
        </Card>
      ) : query.isError ? (
        <QueryProblem query={query} />
      ) : sets.length === 0 ? (
        <Card>
          <Empty icon={TicketPercent} title={t.noSets}>
            <p>{t.noSetsNext}</p>
          </Empty>
        </Card>
      ) : (
        <div className="tiles">
          {sets.map((set) => (
            <SetCard key={set.coupon_set_id} set={set} />
          ))}
        </div>
      )}
      {query.hasNextPage && (
        <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
          {shell.showMore}
        </Button>
      )}
    </Screen>
  );
};

const SetCard = ({ set }: { readonly set: CouponSet }) => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  return (
    <Card title={set.name} action={<Badge>{t[`type${set.type}`]}</Badge>}>
      {set.description && <p className="muted">{set.description}</p>}
      <Facts
        items={[
          {
            term: t.available,
            value: set.available === null ? t.unlimited : <strong>{format.number(set.available)}</strong>,
          },
          { term: t.total, value: format.number(set.total) },
          { term: t.expires, value: set.expires_at ? format.date(set.expires_at) : t.never },
        ]}
      />
    </Card>
  );
};
