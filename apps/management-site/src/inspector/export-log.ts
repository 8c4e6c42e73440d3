import { saveFile } from "../add-ons/host-services.ts";
import type { LogEntry } from "./log-entry.ts";

/** What the exported file says beside the entries. */
interface ExportFacts {
  readonly addOn: string;
  readonly business: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The log as a JSON document, for a colleague or a bug report. It holds what the inspector holds: no token. */
export const toExport = (entries: readonly LogEntry[], { addOn, business, now }: ExportFacts): string =>
  JSON.stringify(
    {
      format: "privage-handoff-log",
      version: 1,
      exportedAt: new Date(now).toISOString(),
      addOn,
      business,
      entries: entries.map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry })),
    },
    null,
    2,
  );

/** Saves the log as a file named after the moment. */
export const exportLog = (entries: readonly LogEntry[], facts: ExportFacts) => {
  const stamp = new Date(facts.now).toISOString().slice(0, 19).replaceAll(":", "-");
  saveFile(`handoff-${facts.addOn}-${stamp}.json`, "application/json", toExport(entries, facts));
};
