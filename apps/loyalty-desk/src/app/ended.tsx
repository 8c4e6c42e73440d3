import type { EndReason } from "@privage-addons/contracts/bridge";
import { LogOut } from "lucide-react";
import { LocaleProvider, useMessages } from "../i18n/locale-context.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { endMessages } from "./end-messages.ts";

/** The session is over: one calm screen that says why and what to do, and no data left on it. */
export const SessionEnded = ({ reason }: { readonly reason: EndReason }) => (
  // The host's context is gone with the session; the page still knows in which language it was speaking.
  <LocaleProvider tag={document.documentElement.lang} timeZone="UTC">
    <Ended reason={reason} />
  </LocaleProvider>
);

const Ended = ({ reason }: { readonly reason: EndReason }) => {
  const t = useMessages(endMessages);
  const next: Readonly<Record<EndReason, string>> = {
    logout: t.logout,
    "tenant-switch": t.tenantSwitch,
    "permission-change": t.permissionChange,
    closed: t.closed,
    "plan-ended": t.planEnded,
    disconnected: t.disconnected,
  };
  return (
    <main className="shell">
      <Card>
        <div role="alert">
          <Empty icon={LogOut} title={t.title} isPageHeading>
            <p>{next[reason]}</p>
          </Empty>
        </div>
      </Card>
    </main>
  );
};
