import type { AddOnError } from "@privage-addons/contracts";
import { PlugZap } from "lucide-react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { endMessages } from "./end-messages.ts";
import { Loading } from "./loading.tsx";
import { shellMessages } from "./messages.ts";
import "./shell.css";

/** Opened on its own, there is no host that could answer: no need to wait for one. */
const isAlone = () => window.parent === window;

/** Before the host has said hello: in the browser's own language and colours, as nothing else is known yet. */
export const Connecting = () => {
  const t = useMessages(shellMessages);
  if (isAlone()) return <OpenedAlone />;
  return (
    <main className="shell">
      <Card>
        <Loading lines={6} label={t.connecting} />
      </Card>
    </main>
  );
};

const OpenedAlone = () => {
  const t = useMessages(endMessages);
  return (
    <main className="shell">
      <Card>
        <Empty icon={PlugZap} title={t.outsideTitle} isPageHeading>
          <p>{t.outsideNext}</p>
        </Empty>
      </Card>
    </main>
  );
};

export interface NotConnectedProps {
  readonly error: AddOnError;
  readonly onRetry: () => void;
}

/** No host answered: framed by a site that is not the Management Site, or the network failed. */
export const NotConnected = ({ error, onRetry }: NotConnectedProps) => {
  const t = useMessages(endMessages);
  const shell = useMessages(shellMessages);
  if (isAlone()) return <OpenedAlone />;
  return (
    <main className="shell">
      <Card>
        <div role="alert">
          <Empty
            icon={PlugZap}
            title={t.connectTitle}
            isPageHeading
            action={
              <Button tone="primary" onPress={onRetry}>
                {shell.tryAgain}
              </Button>
            }
          >
            <p>
              {t.connectNext} <code>{error.code}</code>
            </p>
          </Empty>
        </div>
      </Card>
    </main>
  );
};
