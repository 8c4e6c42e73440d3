import { Gift } from "lucide-react";
import { useState } from "react";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { useIsOnline } from "../app/online.ts";
import { PagedList } from "../app/paged-list.tsx";
import { useCan } from "../app/permissions.ts";
import { WriteNotice } from "../app/write-notice.tsx";
import { type CouponSet, useAllCouponSets, useCouponPort, useGivenCoupons } from "../data/coupons.ts";
import type { Member } from "../data/members.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { SelectField } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { useFocusCatch } from "../ui/use-focus-catch.ts";
import { CouponsTable } from "./coupons-table.tsx";
import { couponMessages } from "./messages.ts";
import { useWrite } from "./use-write.ts";
import "./coupons.css";

/** A member's coupons, and one more if they have earned it. */
export const MemberCoupons = ({ member }: { readonly member: Member }) => {
  const t = useMessages(couponMessages);
  const can = useCan();
  const query = useGivenCoupons(member.memberId);
  const readAgain = async () => (await query.refetch()).isSuccess;
  return (
    <Card title={t.giveTitle}>
      {can("coupons:give") && <GiveForm member={member} readAgain={readAgain} />}
      <PagedList query={query} loading={t.loading} frame="none">
        {(coupons) => (
          <CouponsTable
            caption={t.giveTitle}
            coupons={coupons}
            empty={<p className="muted">{t.noHistory}</p>}
            readAgain={readAgain}
          />
        )}
      </PagedList>
    </Card>
  );
};

interface GiveFormProps {
  readonly member: Member;
  /** Reads the member's coupons again; false when that fails. */
  readonly readAgain: () => Promise<boolean>;
}

const GiveForm = ({ member, readAgain }: GiveFormProps) => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  const isOnline = useIsOnline();
  const port = useCouponPort();
  const sets = useAllCouponSets();
  const givable = (sets.data ?? []).filter(
    ({ available, expires_at }) =>
      available !== 0 && (expires_at === null || Date.parse(expires_at) > Date.now()),
  );
  const [chosen, setChosen] = useState<CouponSet["coupon_set_id"]>();
  const write = useWrite(port.give);
  const news = useFocusCatch<HTMLDivElement>(write.result !== undefined);
  // The chosen set may have run out since.
  const set = givable.find(({ coupon_set_id }) => coupon_set_id === chosen) ?? givable[0];

  const give = () => {
    if (set) void write.run({ coupon_set_id: set.coupon_set_id, member_id: member.memberId });
  };

  return (
    <>
      <Loaded query={sets} loading={<Loading lines={2} label={t.loading} />}>
        {() =>
          set ? (
            <div className="give">
              <SelectField
                label={t.giveSet}
                value={`${set.coupon_set_id}`}
                onChange={(id) => setChosen(Number(id))}
                options={givable.map(({ coupon_set_id, name, available }) => ({
                  value: `${coupon_set_id}`,
                  label: available === null ? name : `${name} (${format.number(available)})`,
                }))}
              />
              <Button isPending={write.isPending} isDisabled={!isOnline || write.isInDoubt} onPress={give}>
                <Gift aria-hidden="true" />
                {t.give}
              </Button>
            </div>
          ) : (
            <Notice tone="neutral" title={t.poolEmpty} />
          )
        }
      </Loaded>
      {write.result && (
        <div ref={news} tabIndex={-1} className="write">
          <WriteNotice
            result={write.result}
            recorded={(coupon) => t.gaveNow(coupon.code)}
            onRepeat={give}
            isPending={write.isPending}
            onLookAgain={() => void write.lookAgain(readAgain)}
          />
        </div>
      )}
    </>
  );
};
