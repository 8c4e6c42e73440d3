import { Lock } from "lucide-react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { shellMessages } from "./messages.ts";
import { Screen } from "./screen.tsx";

/** A section that the person's role does not include, reached by a link. */
export const NotAllowedScreen = ({ title }: { readonly title: string }) => {
  const t = useMessages(shellMessages);
  return (
    <Screen title={title}>
      <Card>
        <Empty icon={Lock} title={t.notAllowedTitle}>
          <p>{t.notAllowedNext}</p>
        </Empty>
      </Card>
    </Screen>
  );
};
