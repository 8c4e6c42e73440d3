import { TicketX } from "lucide-react";
import { PagedList } from "../app/paged-list.tsx";
import { Screen } from "../app/screen.tsx";
import { useGivenCoupons } from "../data/coupons.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Empty } from "../ui/feedback.tsx";
import { CouponsTable } from "./coupons-table.tsx";
import { couponMessages } from "./messages.ts";

/** Every coupon that was given, latest first. */
export const HistoryScreen = () => {
  const t = useMessages(couponMessages);
  const query = useGivenCoupons(undefined);
  return (
    <Screen title={t.history}>
      <PagedList query={query} loading={t.loading} frame="card">
        {(coupons) => (
          <CouponsTable
            caption={t.history}
            coupons={coupons}
            empty={
              <Empty icon={TicketX} title={t.noHistory}>
                <p>{t.noHistoryNext}</p>
              </Empty>
            }
            readAgain={async () => (await query.refetch()).isSuccess}
          />
        )}
      </PagedList>
    </Screen>
  );
};
