import { useAddOnContext, useSession } from "@privage-addons/addon-sdk/react";
import { useBusiness } from "../app/business.ts";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { CAPABILITIES, useCan } from "../app/permissions.ts";
import { Screen } from "../app/screen.tsx";
import { useAddOnStatus } from "../data/add-on-status.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Badge } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { ConnectionsCard } from "./connections-card.tsx";
import { KeysCard } from "./keys-card.tsx";
import { statusMessages } from "./messages.ts";
import { PlanCard } from "./plan-card.tsx";

/** How the add-on itself is doing: plan, business, connections, session. */
export const StatusScreen = () => {
  const t = useMessages(statusMessages);
  const query = useAddOnStatus();
  const business = useBusiness();
  const { user } = useAddOnContext();
  const session = useSession();
  const sessionText = { active: t.active, renewing: t.renewing }[session.status as "active" | "renewing"];

  return (
    <Screen title={t.title}>
      <div className="columns">
        <div className="stack">
          <Loaded
            query={query}
            loading={
              <Card title={t.plan}>
                <Loading lines={5} label={t.loading} />
              </Card>
            }
          >
            {(status) => <PlanCard status={status} />}
          </Loaded>
          <Card title={t.business}>
            <Facts
              items={[
                { term: t.name, value: business.name },
                { term: t.code, value: business.code },
                { term: t.user, value: user.name },
                {
                  term: t.session,
                  value: <Badge tone={sessionText ? "good" : "warn"}>{sessionText ?? t.reconnecting}</Badge>,
                },
              ]}
            />
            <MayDo />
          </Card>
        </div>
        <div className="stack">
          <ConnectionsCard />
          <KeysCard />
        </div>
      </div>
    </Screen>
  );
};

const MayDo = () => {
  const t = useMessages(statusMessages);
  const can = useCan();
  const allowed = CAPABILITIES.filter(can);
  return (
    <div className="stack">
      <h3>{t.permissions}</h3>
      <p className="row">
        {allowed.length === 0 && <Badge>{t.mayLook}</Badge>}
        {allowed.map((capability) => (
          <Badge key={capability}>{t[capability]}</Badge>
        ))}
      </p>
    </div>
  );
};
