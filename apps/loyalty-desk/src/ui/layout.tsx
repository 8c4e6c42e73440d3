import { type ReactNode, useId } from "react";
import "./layout.css";

export interface CardProps {
  readonly title?: string;
  /** Beside the title: a filter, a link. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly tone?: "plain" | "accent";
}

/** A titled region of a screen. */
export const Card = ({ title, action, children, tone = "plain" }: CardProps) => {
  const id = useId();
  return (
    <section className={`card card--${tone}`} {...(title && { "aria-labelledby": id })}>
      {title && (
        <header className="card__header">
          <h2 id={id}>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  );
};

export interface PageProps {
  readonly title: string;
  readonly lead?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: its heading takes focus when the person arrives (see app/routes.tsx). */
export const Page = ({ title, lead, action, children }: PageProps) => (
  <div className="page">
    <header className="page__header">
      <div>
        <h1 tabIndex={-1} data-page-heading="">
          {title}
        </h1>
        {lead && <p className="muted">{lead}</p>}
      </div>
      {action}
    </header>
    {children}
  </div>
);

export interface FactsProps {
  readonly items: readonly { readonly term: string; readonly value: ReactNode }[];
}

/** Name and value pairs. */
export const Facts = ({ items }: FactsProps) => (
  <dl className="facts">
    {items.map(({ term, value }) => (
      <div key={term} className="facts__item">
        <dt>{term}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** One figure that matters. */
export const Stat = ({ label, value, note }: StatProps) => (
  <div className="stat">
    <p className="stat__label">{label}</p>
    <p className="stat__value numeric">{value}</p>
    {note && <p className="stat__label">{note}</p>}
  </div>
);
