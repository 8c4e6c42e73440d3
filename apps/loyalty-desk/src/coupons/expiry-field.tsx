import { useId } from "react";
import { calendarWords, type DayPart } from "../i18n/calendar-words.ts";
import { dayInZone } from "../i18n/days.ts";
import { useFormat } from "../i18n/locale-context.tsx";
import { choosePart, partsOf } from "./expiry-day.ts";

export interface ExpiryFieldProps {
  readonly label: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

const YEARS = 10;

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/**
 * A day to come, as three of the platform's own selects. `input type="date"` speaks the browser's language and era,
 * whatever the host's is; these speak the reader's.
 */
export const ExpiryField = ({ label, value, onChange, hint, error }: ExpiryFieldProps) => {
  const id = useId();
  const { tag, timeZone } = useFormat();
  const words = calendarWords(tag);
  const today = dayInZone(Date.now(), timeZone);
  const parts = partsOf(value);
  const choices: Readonly<Record<DayPart, readonly (readonly [value: number, text: string])[]>> = {
    day: range(1, 31).map((day) => [day, `${day}`]),
    month: range(1, 12).map((month) => [month, words.month(month)]),
    year: range(Number(today.slice(0, 4)), YEARS).map((year) => [year, words.year(year)]),
  };

  return (
    <fieldset
      className={`field day-field${error ? " day-field--invalid" : ""}`}
      aria-describedby={`${id}-hint ${id}-error`}
    >
      <legend className="field__label">{label}</legend>
      <div className="day-field__parts">
        {words.order.map((part) => (
          <div key={part} className={`field__frame day-field__${part}`}>
            <select
              className="field__input"
              aria-label={words.names[part]}
              aria-invalid={error !== undefined || undefined}
              value={parts?.[part] ?? ""}
              onChange={({ currentTarget: { value: chosen } }) =>
                onChange(chosen === "" ? "" : choosePart(value, part, Number(chosen), today))
              }
            >
              <option value="">{words.names[part]}</option>
              {choices[part].map(([choice, text]) => (
                <option key={choice} value={choice}>
                  {text}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <p id={`${id}-hint`} className="field__hint" role="status">
        {hint}
      </p>
      <p id={`${id}-error`} className="field__error">
        {error}
      </p>
    </fieldset>
  );
};
