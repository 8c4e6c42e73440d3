import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import "./feedback.css";

export type Tone = "neutral" | "good" | "warn" | "bad" | "accent";

export const Badge = ({
  tone = "neutral",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) => <span className={`badge badge--${tone}`}>{children}</span>;

const NOTICE_ICONS: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  accent: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
};

export interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  /** What to do next; an error without it leaves the person stranded. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A message in place: errors interrupt assistive technology, everything else waits its turn. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => {
  const Icon = NOTICE_ICONS[tone];
  return (
    <div className={`notice notice--${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon aria-hidden="true" />
      <div className="notice__text">
        <p className="notice__title">{title}</p>
        {children && <div>{children}</div>}
        {action && <div className="row">{action}</div>}
      </div>
    </div>
  );
};

export interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Whether the title is the page's own heading. */
  readonly isPageHeading?: boolean;
  readonly children?: ReactNode;
  /** The button that brings something here, or leads on. */
  readonly action?: ReactNode;
}

/** Nothing here, and what would bring something here. */
export const Empty = ({ icon: Icon, title, isPageHeading = false, children, action }: EmptyProps) => (
  <div className="empty">
    <Icon aria-hidden="true" />
    {isPageHeading ? <h1 className="empty__title">{title}</h1> : <p className="empty__title">{title}</p>}
    {children && <div className="muted">{children}</div>}
    {action && <div className="empty__action">{action}</div>}
  </div>
);

/** Grey bars where content will be, in its rough shape, so that nothing jumps when it arrives. */
export const Skeleton = ({ lines = 3, label }: { readonly lines?: number; readonly label: string }) => (
  <div className="skeleton" role="status" aria-label={label}>
    {Array.from({ length: lines }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: identical bars that never move
      <span key={index} className="skeleton__line" />
    ))}
  </div>
);

/** Which key does the same; the Status screen lists them for everybody. */
export const KeyHint = ({ children }: { readonly children: string }) => (
  <span className="key" aria-hidden="true">
    {children}
  </span>
);
