import { Megaphone, SearchX } from "lucide-react";
import { useState } from "react";
import { PagedList } from "../app/paged-list.tsx";
import { Screen } from "../app/screen.tsx";
import { useCampaigns } from "../data/campaigns.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Field } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { CampaignCard } from "./campaign-card.tsx";
import { campaignMessages } from "./messages.ts";
import { type Selection, select } from "./selection.ts";
import "./campaigns.css";

const EVERYTHING: Selection = { status: "any", text: "" };

/** Every campaign of the business, running ones first; all that Privage tells about one stands on its card. */
export const CampaignsScreen = () => {
  const t = useMessages(campaignMessages);
  const query = useCampaigns();
  const [selection, setSelection] = useState(EVERYTHING);
  return (
    <Screen title={t.title} lead={t.lead}>
      {query.data && query.data.length > 0 && (
        <div className="campaign-filter">
          <Field
            label={t.search}
            type="search"
            value={selection.text}
            onChange={(text) => setSelection({ ...selection, text })}
            maxLength={64}
          />
          <Segmented
            label={t.status}
            value={selection.status}
            onChange={(status) => setSelection({ ...selection, status })}
            options={[
              { value: "any", label: t.statusAny },
              { value: "ACTIVE", label: t.statusACTIVE },
              { value: "SCHEDULED", label: t.statusSCHEDULED },
              { value: "ENDED", label: t.statusENDED },
            ]}
          />
        </div>
      )}
      <PagedList
        query={query}
        loading={t.loading}
        frame="tiles"
        empty={
          <Empty icon={Megaphone} title={t.empty}>
            <p>{t.emptyNext}</p>
          </Empty>
        }
      >
        {(campaigns) => {
          const selected = select(campaigns, selection);
          if (selected.length === 0) return <NoneSelected onReset={() => setSelection(EVERYTHING)} />;
          return selected.map((campaign) => <CampaignCard key={campaign.campaign_id} campaign={campaign} />);
        }}
      </PagedList>
    </Screen>
  );
};

const NoneSelected = ({ onReset }: { readonly onReset: () => void }) => {
  const t = useMessages(campaignMessages);
  return (
    <Card>
      <Empty icon={SearchX} title={t.noneSelected} action={<Button onPress={onReset}>{t.showAll}</Button>}>
        <p>{t.noneSelectedNext}</p>
      </Empty>
    </Card>
  );
};
