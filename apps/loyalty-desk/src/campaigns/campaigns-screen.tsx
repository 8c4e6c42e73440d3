import { Megaphone } from "lucide-react";
import { shellMessages } from "../app/messages.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { Screen } from "../app/screen.tsx";
import { type Campaign, useCampaigns } from "../data/campaigns.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Empty, Skeleton, type Tone } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { campaignMessages } from "./messages.ts";

/** Every campaign of the business, running ones first. */
export const CampaignsScreen = () => {
  const t = useMessages(campaignMessages);
  const shell = useMessages(shellMessages);
  const query = useCampaigns();
  const campaigns = (query.data?.pages.flatMap((page) => page.data) ?? []).toSorted(byStatus);
  return (
    <Screen title={t.title} lead={t.lead}>
      {query.isPending ? (
        <Card>
          <Skeleton lines={6} label={t.loading} />
        </Card>
      ) : query.isError ? (
        <QueryProblem query={query} />
      ) : campaigns.length === 0 ? (
        <Card>
          <Empty icon={Megaphone} title={t.empty}>
            <p>{t.emptyNext}</p>
          </Empty>
        </Card>
      ) : (
        <div className="tiles">
          {campaigns.map((campaign) => (
            <CampaignCard key={campaign.campaign_id} campaign={campaign} />
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

const ORDER = ["ACTIVE", "SCHEDULED", "ENDED"];
const byStatus = (a: Campaign, b: Campaign) => rank(a) - rank(b);
const rank = ({ status }: Campaign) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: "good", SCHEDULED: "accent", ENDED: "neutral" };

const CampaignCard = ({ campaign }: { readonly campaign: Campaign }) => {
  const t = useMessages(campaignMessages);
  const format = useFormat();
  const names: Readonly<Record<string, string>> = {
    ACTIVE: t.statusACTIVE,
    SCHEDULED: t.statusSCHEDULED,
    ENDED: t.statusENDED,
  };
  return (
    <Card
      title={campaign.name}
      action={
        <Badge tone={TONES[campaign.status] ?? "neutral"}>{names[campaign.status] ?? campaign.status}</Badge>
      }
    >
      <p>
        <strong>
          {campaign.points_required === "0" ? t.free : t.points(format.number(campaign.points_required))}
        </strong>
      </p>
      {campaign.description && <p className="muted">{campaign.description}</p>}
      <Facts
        items={[
          { term: t.from, value: format.date(campaign.start_date) },
          { term: t.until, value: campaign.end_date ? format.date(campaign.end_date) : t.openEnded },
        ]}
      />
    </Card>
  );
};
