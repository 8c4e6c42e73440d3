import { useMessages } from "../i18n/locale-context.tsx";
import { Notice, Skeleton } from "../ui/feedback.tsx";
import { useIsLate } from "../ui/use-is-late.ts";
import { shellMessages } from "./messages.ts";

export interface LoadingProps {
  readonly lines: number;
  readonly label: string;
}

/** Grey bars while data is on its way; when it is late, that the desk is trying again, as reads are repeated by themselves. */
export const Loading = ({ lines, label }: LoadingProps) => (
  <>
    <Skeleton lines={lines} label={label} />
    <LateLine />
  </>
);

const LateLine = () => {
  const t = useMessages(shellMessages);
  if (!useIsLate()) return null;
  return (
    <p className="muted" role="status">
      {t.lateTitle}
    </p>
  );
};

/** The same for what stands in the middle of the counter: with what to do meanwhile. */
export const LateNotice = ({ children }: { readonly children: string }) => {
  const t = useMessages(shellMessages);
  if (!useIsLate()) return null;
  return (
    <Notice tone="neutral" title={t.lateTitle}>
      <p>{children}</p>
    </Notice>
  );
};
