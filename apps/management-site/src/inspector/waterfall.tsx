import { useFormat } from "../i18n/use-format.ts";
import { useMessages } from "../i18n/use-messages.ts";
import { type Episode, toEpisodes } from "./episodes.ts";
import { isLasting, PLATFORM_NAMES } from "./faults/fault-names.ts";
import type { FaultEntry, LogEntry, StepEntry } from "./log-entry.ts";
import "./waterfall.css";

/** The log as episodes, newest first, each a small waterfall with a scale of its own. */
export const Waterfall = ({ entries }: { readonly entries: readonly LogEntry[] }) => {
  const { inspector } = useMessages();
  const pieces = toEpisodes(entries).toReversed();
  if (pieces.length === 0) return <p className="inspector__nothing">{inspector.nothing}</p>;
  return (
    <>
      <Legend />
      <ol className="waterfall">
        {pieces.map((piece) => (
          <li key={piece.id}>
            {piece.kind === "fault" ? <FaultMark entry={piece} /> : <EpisodeBars episode={piece} />}
          </li>
        ))}
      </ol>
    </>
  );
};

/** Whose step a bar's colour tells. */
const Legend = () => {
  const { sources } = useMessages().inspector;
  return (
    <p className="waterfall-legend" aria-hidden="true">
      <span data-source="host">{sources.host}</span>
      <span data-source="add-on">{sources["add-on"]}</span>
    </p>
  );
};

const FaultMark = ({ entry }: { readonly entry: FaultEntry }) => {
  const { sources, faults } = useMessages().inspector;
  const format = useFormat();
  return (
    <p className="fault-mark" data-outcome={entry.outcome}>
      <span>
        {sources.you}: {faults.names[entry.fault]} · {PLATFORM_NAMES[entry.platform]}
        {tellsOutcome(entry) && ` (${faults.switched[entry.outcome]})`}
      </span>
      <time>{format.clock(entry.at)}</time>
    </p>
  );
};

/** What strikes once was never "on": only a switch has two ends to tell of, and a refusal is always news. */
const tellsOutcome = ({ fault, outcome }: FaultEntry) => isLasting(fault) || outcome !== "on";

const EpisodeBars = ({ episode }: { readonly episode: Episode }) => {
  const { inspector } = useMessages();
  const format = useFormat();
  return (
    <section className="episode">
      <h4 className="episode__head">
        <span>{inspector.episodes[episode.kind]}</span>
        <span className="episode__total">{format.duration(episode.durationMs)}</span>
        <time className="episode__time">{format.clock(episode.from)}</time>
      </h4>
      <ol className="episode__steps">
        {episode.steps.map((step) => (
          <StepBar key={step.id} step={step} episode={episode} />
        ))}
      </ol>
    </section>
  );
};

const StepBar = ({ step, episode }: { readonly step: StepEntry; readonly episode: Episode }) => {
  const { inspector } = useMessages();
  const format = useFormat();
  const offset = (step.at - episode.from) / episode.durationMs;
  const width = step.durationMs / episode.durationMs;
  const name = inspector.steps[step.step];
  const outcome = step.outcome === "ok" ? inspector.ok : step.outcome;
  const duration = format.duration(step.durationMs);
  return (
    <li className="step-bar" data-source={step.source} data-failed={step.outcome !== "ok" || undefined}>
      <span className="step-bar__name" aria-hidden="true">
        {step.step === "service-call" && step.label ? <code>{step.label}</code> : name}
      </span>
      <span className="step-bar__track" aria-hidden="true">
        <span
          className="step-bar__bar"
          style={{ insetInlineStart: `${offset * 100}%`, inlineSize: `${width * 100}%` }}
        />
      </span>
      <span className="step-bar__value" aria-hidden="true">
        {step.outcome === "ok" ? duration : step.outcome}
      </span>
      <span className="visually-hidden">
        {inspector.stepSummary(name, format.duration(step.at - episode.from), duration, outcome)}
      </span>
    </li>
  );
};
