import { useMessages } from "../i18n/locale-context.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { HOTKEYS } from "../ui/use-hotkeys.ts";
import { statusMessages } from "./messages.ts";

/** The keys of the counter, for whoever prefers not to reach for the mouse. */
export const KeysCard = () => {
  const t = useMessages(statusMessages);
  const keys = [
    { term: t.keyFind, value: <kbd>{HOTKEYS.find}</kbd> },
    { term: t.keyBurn, value: <kbd>{HOTKEYS.burn}</kbd> },
    { term: t.keyAdd, value: <kbd>{HOTKEYS.add}</kbd> },
    { term: t.keyUndo, value: <kbd>{HOTKEYS.undo}</kbd> },
    { term: t.keyNext, value: <kbd>{HOTKEYS.next}</kbd> },
  ];
  return (
    <Card title={t.keys}>
      <Facts items={keys} />
    </Card>
  );
};
