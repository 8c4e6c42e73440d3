import { scaleLinear, scalePoint } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { type PointerEvent, useState } from "react";
import { useWidth } from "./use-width.ts";
import "./chart.css";

/** One mark: what it is called, how high it stands, and the exact figure in words. */
export interface Mark {
  readonly key: string;
  /** Below the axis, e.g. `22 Nov`. */
  readonly label: string;
  /** Only places the mark: a float is enough for a pixel. The reader sees `figure`. */
  readonly height: number;
  /** The exact figure, formatted from the decimal string. */
  readonly figure: string;
}

export interface ChartProps {
  /** `bars` for amounts per day, `steps` for a balance that holds until the next movement. */
  readonly kind: "bars" | "steps";
  /** What a screen reader hears for the whole picture. */
  readonly summary: string;
  readonly marks: readonly Mark[];
  readonly formatTick: (height: number) => string;
}

const HEIGHT = 200;
const MARGIN = { top: 12, right: 8, bottom: 26, left: 46 };
/** Room for a label on the axis, and for the last one, which ends where the axis does instead of standing in its middle. */
const LABEL_WIDTH = 76;

/** A small chart drawn as SVG: d3 does the arithmetic, React the elements, CSS the colours of the theme. */
export const Chart = ({ kind, summary, marks, formatTick }: ChartProps) => {
  const [frame, width] = useWidth();
  const [chosen, setChosen] = useState<string>();

  const right = Math.max(width - MARGIN.right, MARGIN.left + 1);
  const bottom = HEIGHT - MARGIN.bottom;
  const x = scalePoint(
    marks.map((mark) => mark.key),
    [MARGIN.left, right],
  ).padding(kind === "bars" ? 0.5 : 0.1);
  const highest = Math.max(1, ...marks.map((mark) => mark.height));
  const y = scaleLinear(
    [Math.min(0, ...marks.map((mark) => mark.height)), highest],
    [bottom, MARGIN.top],
  ).nice(4);
  const xOf = (mark: Mark) => x(mark.key) ?? MARGIN.left;

  const choose = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const distance = (mark: Mark) => Math.abs(xOf(mark) - at);
    setChosen(
      marks.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best), marks[0] as Mark).key,
    );
  };

  const every = Math.max(1, Math.ceil((marks.length * LABEL_WIDTH) / Math.max(1, right - MARGIN.left)));
  const readOut = marks.find((mark) => mark.key === chosen) ?? marks.at(-1);

  return (
    <div ref={frame} className="chart">
      {readOut && (
        <p className="chart__readout" aria-hidden="true">
          <span className="muted">{readOut.label}</span> <strong className="numeric">{readOut.figure}</strong>
        </p>
      )}
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={summary}
        onPointerMove={choose}
        onPointerLeave={() => setChosen(undefined)}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <line className="chart__grid" x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text className="chart__label" x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
              {formatTick(tick)}
            </text>
          </g>
        ))}
        {kind === "bars" ? (
          <Bars marks={marks} xOf={xOf} y={y} step={x.step()} chosen={readOut?.key} />
        ) : (
          <Steps marks={marks} xOf={xOf} y={y} chosen={readOut?.key} />
        )}
        {marks.map(
          (mark, index) =>
            (marks.length - 1 - index) % every === 0 && (
              <text
                key={mark.key}
                className="chart__label"
                x={xOf(mark)}
                y={HEIGHT - 6}
                textAnchor={index === marks.length - 1 ? "end" : "middle"}
                dx={index === marks.length - 1 ? MARGIN.right : 0}
              >
                {mark.label}
              </text>
            ),
        )}
      </svg>
    </div>
  );
};

interface ShapeProps {
  readonly marks: readonly Mark[];
  readonly xOf: (mark: Mark) => number;
  readonly y: (height: number) => number;
  readonly chosen: string | undefined;
}

const Bars = ({ marks, xOf, y, step, chosen }: ShapeProps & { readonly step: number }) => {
  const width = Math.max(2, Math.min(36, step * 0.62));
  return marks.map((mark) => (
    <rect
      key={mark.key}
      className={mark.key === chosen ? "chart__bar chart__bar--chosen" : "chart__bar"}
      x={xOf(mark) - width / 2}
      width={width}
      y={Math.min(y(mark.height), y(0))}
      height={Math.abs(y(0) - y(mark.height))}
      rx={Math.min(3, width / 3)}
    />
  ));
};

const Steps = ({ marks, xOf, y, chosen }: ShapeProps) => {
  const yOf = (mark: Mark) => y(mark.height);
  const outline = line<Mark>(xOf, yOf).curve(curveStepAfter)([...marks]);
  const fill = area<Mark>(xOf, y(0), yOf).curve(curveStepAfter)([...marks]);
  const dot = marks.find((mark) => mark.key === chosen);
  return (
    <>
      <path className="chart__area" d={fill ?? ""} />
      <path className="chart__line" d={outline ?? ""} />
      {dot && <circle className="chart__dot" cx={xOf(dot)} cy={yOf(dot)} r={4} />}
    </>
  );
};
