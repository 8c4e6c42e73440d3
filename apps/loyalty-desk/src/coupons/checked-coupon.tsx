import type { ReactNode } from "react";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import { WriteNotice } from "../app/write-notice.tsx";
import { type Coupon, useCouponPort, useCouponSetNames } from "../data/coupons.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { ConfirmInPlace } from "../ui/confirm-in-place.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { useFocusCatch } from "../ui/use-focus-catch.ts";
import { CouponStatus } from "./coupon-status.tsx";
import { couponMessages } from "./messages.ts";
import { useWrite } from "./use-write.ts";

export interface CheckedCouponProps {
  readonly coupon: Coupon;
  /** Why it could not be read again; then nothing is said of how it stood before. */
  readonly problem: ReactNode;
  /** Reads it again; false when that fails. */
  readonly readAgain: () => Promise<boolean>;
}

/** One coupon as it stands now, and the button that uses it. */
export const CheckedCoupon = ({ coupon, problem, readAgain }: CheckedCouponProps) => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  const can = useCan();
  const isOnline = useIsOnline();
  const port = useCouponPort();
  const setNames = useCouponSetNames();
  const write = useWrite(() => port.markUsed(coupon));
  const card = useFocusCatch<HTMLDivElement>(write.result !== undefined);

  const when = (at: string | null) => (at ? format.dateTime(at) : "–");

  return (
    <div ref={card} tabIndex={-1} className="checked">
      <Card title={coupon.code} action={!problem && <CouponStatus status={coupon.status} />}>
        {write.result && (
          <WriteNotice
            result={write.result}
            isPending={write.isPending}
            recorded={() => t.usedNow}
            onRepeat={() => void write.run()}
            onLookAgain={() => void write.lookAgain(readAgain)}
          />
        )}
        {problem ?? (
          <Facts
            items={[
              {
                term: t.set,
                value: setNames.get(coupon.coupon_set_id) ?? format.number(coupon.coupon_set_id),
              },
              { term: t.member, value: coupon.member_id ?? "–" },
              { term: t.given, value: when(coupon.given_at) },
              { term: t.used, value: when(coupon.used_at) },
              { term: t.expires, value: coupon.expires_at ? format.dateTime(coupon.expires_at) : t.never },
            ]}
          />
        )}
        {!problem &&
          coupon.status === "GIVEN" &&
          (can("coupons:use") ? (
            <ConfirmInPlace
              label={t.use}
              tone="primary"
              question={t.askToUse(coupon.code)}
              yes={t.yesUse}
              no={t.keep}
              isPending={write.isPending}
              isDisabled={!isOnline || write.isInDoubt}
              onConfirm={() => void write.run()}
            />
          ) : (
            <p className="muted">{t.mayNotUse}</p>
          ))}
      </Card>
    </div>
  );
};
