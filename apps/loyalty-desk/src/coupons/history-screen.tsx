import { TicketX } from "lucide-react";
import { shellMessages } from "../app/messages.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { Screen } from "../app/screen.tsx";
import { useGivenCoupons } from "../data/coupons.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Skeleton } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { CouponsTable } from "./coupons-table.tsx";
import { couponMessages } from "./messages.ts";

/** Every coupon that was given, latest first. */
export const HistoryScreen = () => {
  const t = useMessages(couponMessages);
  const shell = useMessages(shellMessages);
  const query = useGivenCoupons(undefined);
  const coupons = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Screen title={t.history}>
      <Card>
        {query.isPending ? (
          <Skeleton lines={8} label={t.loading} />
        ) : query.isError ? (
          <QueryProblem query={query} />
        ) : (
          <CouponsTable
            caption={t.history}
            coupons={coupons}
            empty={
              <Empty icon={TicketX} title={t.noHistory}>
                <p>{t.noHistoryNext}</p>
              </Empty>
            }
            onChanged={() => void query.refetch()}
          />
        )}
        {query.hasNextPage && (
          <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {shell.showMore}
          </Button>
        )}
      </Card>
    </Screen>
  );
};
