import type { Connection } from "@privage-addons/addon-sdk";
import { useConnections } from "@privage-addons/addon-sdk/react";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { useMessages } from "../i18n/locale-context.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { statusMessages } from "./messages.ts";

const TONES: Readonly<Record<Connection["status"], Tone>> = {
  ready: "good",
  "not-used-yet": "neutral",
  "not-connected": "warn",
  failing: "bad",
  uninstalled: "warn",
};

/** The point of sale and the shop: whether they work, and who can repair them. */
export const ConnectionsCard = () => {
  const t = useMessages(statusMessages);
  // What a connection is changes by using it, so it is asked each time the screen is opened.
  const query = useConnections({ staleTime: 0 });
  return (
    <Card title={t.connections}>
      <Loaded query={query} loading={<Loading lines={3} label={t.loading} />}>
        {(connections) => (
          <Facts
            items={(["partner", "haravan"] as const).map((provider) => ({
              term: t[provider],
              value: <ConnectionState provider={provider} connections={connections} />,
            }))}
          />
        )}
      </Loaded>
    </Card>
  );
};

interface ConnectionStateProps {
  readonly provider: Connection["provider"];
  readonly connections: readonly Connection[];
}

const ConnectionState = ({ provider, connections }: ConnectionStateProps) => {
  const t = useMessages(statusMessages);
  const connection = connections.find((each) => each.provider === provider);
  const isWell = connection?.status === "ready" || connection?.status === "not-used-yet";
  return (
    <>
      {connection?.shop && <span>{connection.shop} </span>}
      <Badge tone={connection ? TONES[connection.status] : "warn"}>
        {connection ? t[connection.status] : t.notConnected}
      </Badge>
      {!isWell && <p className="muted">{provider === "partner" ? t.partnerNext : t.haravanNext}</p>}
    </>
  );
};
