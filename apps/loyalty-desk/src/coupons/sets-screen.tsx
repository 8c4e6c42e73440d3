import { Plus, TicketPercent } from "lucide-react";
import { goTo } from "../app/location.ts";
import { PagedList } from "../app/paged-list.tsx";
import { useCan } from "../app/permissions.ts";
import { Screen } from "../app/screen.tsx";
import { type CouponSet, useCouponSets } from "../data/coupons.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Empty } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { couponMessages } from "./messages.ts";

/** Every coupon set of the business, and what is left in it. */
export const SetsScreen = () => {
  const t = useMessages(couponMessages);
  const can = useCan();
  const query = useCouponSets();

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
      <PagedList
        query={query}
        loading={t.loading}
        frame="tiles"
        empty={
          <Empty icon={TicketPercent} title={t.noSets}>
            <p>{t.noSetsNext}</p>
          </Empty>
        }
      >
        {(sets) => sets.map((set) => <SetCard key={set.coupon_set_id} set={set} />)}
      </PagedList>
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
