import { goTo, useDeskLocation } from "./location.ts";
import "./subnav.css";

export interface SubnavProps {
  readonly label: string;
  readonly items: readonly { readonly path: string; readonly text: string }[];
}

/** The pages of one section. */
export const Subnav = ({ label, items }: SubnavProps) => {
  const [path] = useDeskLocation();
  const current = items
    .filter((item) => path === item.path || path.startsWith(`${item.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  return (
    <nav className="subnav" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.path}>
            <a
              href={item.path}
              aria-current={item === current ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault();
                goTo(item.path);
              }}
            >
              {item.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
