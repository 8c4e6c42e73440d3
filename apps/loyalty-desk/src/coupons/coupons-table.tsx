import { type ReactNode, useState } from "react";
import { goTo } from "../app/location.ts";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import { WriteNotice } from "../app/write-notice.tsx";
import { type Coupon, useCouponPort, useCouponSetNames } from "../data/coupons.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmInPlace } from "../ui/confirm-in-place.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { useFocusCatch } from "../ui/use-focus-catch.ts";
import { CouponStatus } from "./coupon-status.tsx";
import { couponMessages } from "./messages.ts";
import { useWrite } from "./use-write.ts";

export interface CouponsTableProps {
  readonly caption: string;
  readonly coupons: readonly Coupon[];
  /** Shown when there are none, below the news that the last one was taken back. */
  readonly empty: ReactNode;
  /** Reads them again; false when that fails. */
  readonly readAgain: () => Promise<boolean>;
}

/** Given coupons, each leading to its check and, where the role allows it, back to the pool. */
export const CouponsTable = ({ caption, coupons, empty, readAgain }: CouponsTableProps) => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  const can = useCan();
  const isOnline = useIsOnline();
  const port = useCouponPort();
  const setNames = useCouponSetNames();
  const [pressed, setPressed] = useState<Coupon["coupon_uuid"]>();
  const write = useWrite((coupon: Coupon) => {
    setPressed(coupon.coupon_uuid);
    return port.takeBack(coupon);
  });
  const box = useFocusCatch<HTMLDivElement>(write.result !== undefined);

  const columns: Column<Coupon>[] = [
    {
      key: "code",
      header: t.code,
      cell: ({ code }) => (
        <Button tone="link" onPress={() => goTo(`/coupons/check/${encodeURIComponent(code)}`)}>
          {code}
        </Button>
      ),
    },
    { key: "status", header: t.status, cell: ({ status }) => <CouponStatus status={status} /> },
    {
      key: "set",
      header: t.set,
      hideBelow: "medium",
      cell: (coupon) => setNames.get(coupon.coupon_set_id) ?? "–",
    },
    {
      key: "given",
      header: t.given,
      hideBelow: "medium",
      cell: ({ given_at }) => (given_at ? format.moment(given_at) : "–"),
    },
    {
      key: "expires",
      header: t.expires,
      hideBelow: "medium",
      cell: ({ expires_at }) => (expires_at ? format.date(expires_at) : t.never),
    },
  ];
  if (can("coupons:void"))
    columns.push({
      key: "actions",
      header: t.actions,
      align: "end",
      cell: (coupon) =>
        coupon.status === "GIVEN" ? (
          <ConfirmInPlace
            size="small"
            label={t.takeBack}
            question={t.takeBackAsk(coupon.code)}
            yes={t.takeBackYes}
            no={t.keep}
            isPending={write.isPending && pressed === coupon.coupon_uuid}
            isDisabled={!isOnline || write.isInDoubt || (write.isPending && pressed !== coupon.coupon_uuid)}
            onConfirm={() => void write.run(coupon)}
          />
        ) : (
          "–"
        ),
    });

  return (
    <div ref={box} tabIndex={-1} className="stack write">
      {write.result && (
        <WriteNotice
          result={write.result}
          recorded={() => t.tookBack}
          onLookAgain={() => void write.lookAgain(readAgain)}
        />
      )}
      {coupons.length === 0 ? (
        empty
      ) : (
        <DataTable
          caption={caption}
          columns={columns}
          rows={coupons}
          rowKey={(coupon) => coupon.coupon_uuid}
        />
      )}
    </div>
  );
};
