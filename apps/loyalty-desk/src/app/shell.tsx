import { BadgePercent, ChartColumn, Gauge, type LucideIcon, Megaphone, ScanLine, Store } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Notice } from "../ui/feedback.tsx";
import { goTo, useDeskLocation } from "./location.ts";
import { shellMessages } from "./messages.ts";
import { useIsOnline } from "./online.ts";
import { type Capability, useCan } from "./permissions.ts";
import { useSessionTrouble } from "./session-trouble.ts";
import "./shell.css";

const SECTIONS = [
  { key: "counter", path: "/", icon: ScanLine },
  { key: "coupons", path: "/coupons", icon: BadgePercent },
  { key: "campaigns", path: "/campaigns", icon: Megaphone },
  { key: "sales", path: "/sales", icon: ChartColumn, needs: "sales:read" },
  { key: "shop", path: "/shop", icon: Store, needs: "shop:read" },
  { key: "status", path: "/status", icon: Gauge },
] as const satisfies readonly { key: string; path: string; icon: LucideIcon; needs?: Capability }[];

const isWithin = (path: string, section: string) =>
  section === "/"
    ? path === "/" || path.startsWith("/members/")
    : path === section || path.startsWith(`${section}/`);

/** What surrounds every screen: the sections, and the news that the network is gone. */
export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const t = useMessages(shellMessages);
  const [path] = useDeskLocation();
  const isOnline = useIsOnline();
  const isWaiting = useSessionTrouble() === "waiting";
  const can = useCan();
  const sections = SECTIONS.filter((section) => !("needs" in section) || can(section.needs));
  return (
    <div className="shell">
      <button
        type="button"
        className="shell__skip"
        // A link to #content would add an entry to the host's history.
        onClick={() => document.getElementById("content")?.focus()}
      >
        {t.skip}
      </button>
      <nav className="shell__nav" aria-label={t.sections}>
        <ul>
          {sections.map(({ key, path: to, icon: Icon }) => (
            <li key={key}>
              <a
                href={to}
                aria-current={isWithin(path, to) ? "page" : undefined}
                onClick={(event) => {
                  // A link, so that it says what it is; but the address bar is the host's.
                  event.preventDefault();
                  goTo(to);
                }}
              >
                <Icon aria-hidden="true" />
                <span>{t[key]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" className="shell__main" tabIndex={-1}>
        {!isOnline ? (
          <Notice tone="warn" title={t.offlineTitle}>
            <p>{t.offlineNext}</p>
          </Notice>
        ) : (
          isWaiting && (
            <Notice tone="warn" title={t.noSessionTitle}>
              <p>{t.noSessionNext}</p>
            </Notice>
          )
        )}
        {children}
      </main>
    </div>
  );
};
