import { Gift } from "lucide-react";
import { useState } from "react";
import { Loading } from "../app/loading.tsx";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { WriteNotice } from "../app/write-notice.tsx";
import { type Coupon, useCouponPort, useCouponSets, useGivenCoupons } from "../data/coupons.ts";
import type { Member } from "../data/members.ts";
import type { WriteResult } from "../data/write-result.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { SelectField } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { CouponsTable } from "./coupons-table.tsx";
import { couponMessages } from "./messages.ts";
import "./coupons.css";

/** A member's coupons, and one more if they have earned it. */
export const MemberCoupons = ({ member }: { readonly member: Member }) => {
  const t = useMessages(couponMessages);
  const can = useCan();
  const query = useGivenCoupons(member.memberId);
  const coupons = query.data ?? [];
  return (
    <Card title={t.giveTitle}>
      {can("coupons:give") && <GiveForm member={member} onGiven={() => void query.refetch()} />}
      {query.isPending ? (
        <Loading lines={3} label={t.loading} />
      ) : query.isError ? (
        <QueryProblem query={query} />
      ) : (
        <CouponsTable
          caption={t.giveTitle}
          coupons={coupons}
          empty={<p className="muted">{t.noHistory}</p>}
          onChanged={() => void query.refetch()}
        />
      )}
    </Card>
  );
};

const GiveForm = ({ member, onGiven }: { readonly member: Member; readonly onGiven: () => void }) => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  const isOnline = useIsOnline();
  const port = useCouponPort();
  const sets = useCouponSets();
  const givable = (sets.data ?? []).filter(
    ({ available, expires_at }) =>
      available !== 0 && (expires_at === null || Date.parse(expires_at) > Date.now()),
  );
  const [chosen, setChosen] = useState<string>();
  const [isGiving, setGiving] = useState(false);
  const [result, setResult] = useState<WriteResult<Coupon>>();
  const setId = chosen ?? (givable[0] && `${givable[0].coupon_set_id}`);

  const give = async () => {
    if (setId === undefined) return;
    setGiving(true);
    setResult(await port.give({ coupon_set_id: Number(setId), member_id: member.memberId }));
    setGiving(false);
    onGiven();
  };

  if (sets.isPending) return <Loading lines={2} label={t.loading} />;
  if (sets.isError) return <QueryProblem query={sets} />;
  if (setId === undefined) return <Notice tone="neutral" title={t.poolEmpty} />;
  return (
    <>
      <div className="give">
        <SelectField
          label={t.giveSet}
          value={setId}
          onChange={setChosen}
          options={givable.map((set) => ({
            value: `${set.coupon_set_id}`,
            label: set.available === null ? set.name : `${set.name} (${format.number(set.available)})`,
          }))}
        />
        <Button isPending={isGiving} isDisabled={!isOnline} onPress={() => void give()}>
          <Gift aria-hidden="true" />
          {t.give}
        </Button>
      </div>
      {result && (
        <WriteNotice
          result={result}
          recorded={(coupon) => t.gaveNow(coupon.code)}
          onRepeat={() => void give()}
          onLookAgain={() => {
            setResult(undefined);
            onGiven();
          }}
        />
      )}
    </>
  );
};
