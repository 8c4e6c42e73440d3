import type { Campaign } from "../data/campaigns.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { campaignMessages } from "./messages.ts";

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: "good", SCHEDULED: "accent", ENDED: "neutral" };

/** One campaign: what members get, for how many points, and when. */
export const CampaignCard = ({ campaign }: { readonly campaign: Campaign }) => {
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
