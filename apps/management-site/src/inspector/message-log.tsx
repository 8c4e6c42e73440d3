import { useFormat } from "../i18n/use-format.ts";
import { useMessages } from "../i18n/use-messages.ts";
import { PLATFORM_NAMES } from "./faults/fault-names.ts";
import type { LogEntry } from "./log-entry.ts";
import "./message-log.css";

/** Every event as a row, newest first. */
export const MessageLog = ({ entries }: { readonly entries: readonly LogEntry[] }) => {
  const { inspector } = useMessages();
  const format = useFormat();
  if (entries.length === 0) return <p className="inspector__nothing">{inspector.nothing}</p>;
  return (
    <table className="message-log">
      <thead>
        <tr>
          <th scope="col">{inspector.columns.time}</th>
          <th scope="col">{inspector.columns.from}</th>
          <th scope="col">{inspector.columns.what}</th>
          <th scope="col">{inspector.columns.took}</th>
        </tr>
      </thead>
      <tbody>
        {entries.toReversed().map((entry) => (
          <tr key={entry.id} data-failed={isFailed(entry) || undefined}>
            <td>
              <time>{format.clock(entry.at)}</time>
            </td>
            <td>{inspector.sources[sourceOf(entry)]}</td>
            <td>
              <What entry={entry} />
            </td>
            <td>{entry.kind === "step" && entry.durationMs > 0 && format.duration(entry.durationMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const What = ({ entry }: { readonly entry: LogEntry }) => {
  const { steps, faults, frameStates, resizeLoop } = useMessages().inspector;
  switch (entry.kind) {
    case "fault":
      return `${faults.names[entry.fault]} · ${PLATFORM_NAMES[entry.platform]} (${faults.switched[entry.outcome]})`;
    case "resize-loop":
      return resizeLoop;
    case "state":
      return (
        <>
          {frameStates[entry.status]} {entry.label && <code>{entry.label}</code>}
        </>
      );
    case "step":
      return (
        <>
          {steps[entry.step]} {entry.label && <code>{entry.label}</code>}{" "}
          {entry.outcome !== "ok" && <code>{entry.outcome}</code>}
        </>
      );
  }
};

const sourceOf = (entry: LogEntry) =>
  entry.kind === "fault" ? "you" : entry.kind === "step" ? entry.source : "host";

const isFailed = (entry: LogEntry) =>
  entry.kind === "resize-loop" ||
  (entry.kind === "step" && entry.outcome !== "ok") ||
  (entry.kind === "state" && entry.status === "failed");
