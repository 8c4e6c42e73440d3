import { useAddOn } from "@privage-addons/addon-sdk/react";
import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { endMessages } from "./end-messages.ts";
import { shellMessages } from "./messages.ts";
import { useSessionTrouble } from "./session-trouble.ts";

/**
 * One screen in place of the desk while there is no token and the site refuses to give another: nothing on the desk would
 * work. The session goes on trying, and the desk behind it is kept as it was.
 */
export const SessionGate = ({ children }: { readonly children: ReactNode }) => {
  const isRefused = useSessionTrouble() === "refused";
  return (
    <>
      {isRefused && <Refused />}
      <div hidden={isRefused}>{children}</div>
    </>
  );
};

const Refused = () => {
  const t = useMessages(endMessages);
  const shell = useMessages(shellMessages);
  const { session } = useAddOn();
  const [isTrying, setTrying] = useState(false);
  const tryNow = async () => {
    setTrying(true);
    // Success takes this screen away; failure leaves it standing.
    await session.getAccessToken().catch(() => undefined);
    setTrying(false);
  };
  return (
    <main className="shell">
      <Card>
        <div role="alert">
          <Empty
            icon={KeyRound}
            title={t.refusedTitle}
            isPageHeading
            action={
              <Button tone="primary" isPending={isTrying} onPress={() => void tryNow()}>
                {shell.tryAgain}
              </Button>
            }
          >
            <p>{t.refusedNext}</p>
          </Empty>
        </div>
      </Card>
    </main>
  );
};
