import { useMessages } from "../i18n/locale-context.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { salesMessages } from "./messages.ts";

const TONES: Readonly<Record<string, Tone>> = {
  COMPLETED: "good",
  PARTIALLY_REFUNDED: "warn",
  REFUNDED: "warn",
  VOIDED: "bad",
};

/** A sale's status in words; the set is open, so one that is not known is shown as it came. */
export const SaleStatus = ({ status }: { readonly status: string }) => {
  const t = useMessages(salesMessages);
  const names: Readonly<Record<string, string>> = {
    COMPLETED: t.statusCOMPLETED,
    PARTIALLY_REFUNDED: t.statusPARTIALLY_REFUNDED,
    REFUNDED: t.statusREFUNDED,
    VOIDED: t.statusVOIDED,
  };
  return <Badge tone={TONES[status] ?? "neutral"}>{names[status] ?? status}</Badge>;
};
