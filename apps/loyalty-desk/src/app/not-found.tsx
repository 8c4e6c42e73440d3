import { SearchX } from "lucide-react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { goTo } from "./location.ts";
import { shellMessages } from "./messages.ts";
import { useScreenTitle } from "./screen-title.ts";

/** A deep link that leads nowhere. */
export const NotFoundScreen = () => {
  const t = useMessages(shellMessages);
  useScreenTitle(t.notFoundTitle);
  return (
    <Card>
      <Empty
        icon={SearchX}
        title={t.notFoundTitle}
        isPageHeading
        action={
          <Button tone="primary" onPress={() => goTo("/")}>
            {t.toCounter}
          </Button>
        }
      >
        <p>{t.notFoundNext}</p>
      </Empty>
    </Card>
  );
};
