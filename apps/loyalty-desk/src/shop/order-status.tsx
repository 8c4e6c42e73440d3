import type { Order } from "../data/shop.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { shopMessages } from "./messages.ts";

const TONES = {
  paid: "good",
  pending: "warn",
  refunded: "neutral",
  partially_refunded: "neutral",
  partially_paid: "warn",
  voided: "bad",
  fulfilled: "good",
  partial: "warn",
  unfulfilled: "neutral",
} as const satisfies Readonly<Record<string, Tone>>;

const isKnown = (status: string): status is keyof typeof TONES => Object.hasOwn(TONES, status);

/** Haravan's own word where the desk has none: the sets are open. */
const Status = ({ status }: { readonly status: string }) => {
  const t = useMessages(shopMessages);
  return isKnown(status) ? <Badge tone={TONES[status]}>{t[status]}</Badge> : <Badge>{status}</Badge>;
};

export const Payment = ({ order }: { readonly order: Order }) => {
  const t = useMessages(shopMessages);
  if (order.cancelled_at) return <Badge tone="bad">{t.cancelled}</Badge>;
  return <Status status={order.financial_status ?? "pending"} />;
};

export const Delivery = ({ order }: { readonly order: Order }) => (
  <Status status={order.fulfillment_status ?? "unfulfilled"} />
);
