import { useMessages } from "../i18n/locale-context.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { couponMessages } from "./messages.ts";

const TONES: Readonly<Record<string, Tone>> = {
  PENDING: "neutral",
  GIVEN: "good",
  USED: "neutral",
  EXPIRED: "warn",
  DELETED: "bad",
};

/** A coupon's status in words; one that is not known yet is shown as the platform sends it. */
export const CouponStatus = ({ status }: { readonly status: string }) => {
  const t = useMessages(couponMessages);
  const key = `status${status}`;
  return <Badge tone={TONES[status] ?? "neutral"}>{isStatusText(key) ? t[key] : status}</Badge>;
};

type StatusText = Extract<keyof (typeof couponMessages)["en"], `status${Uppercase<string>}`>;
const isStatusText = (key: string): key is StatusText => key in couponMessages.en && key !== "status";
