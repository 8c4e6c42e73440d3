import { Loading } from "../app/loading.tsx";
import { QueryProblem } from "../app/query-problem.tsx";
import { useCustomersByName } from "../data/customers.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Notice } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { counterMessages } from "./messages.ts";
import { nameMessages } from "./name-messages.ts";
import { nameMatches, useRecentMembers } from "./recent-members.ts";
import { parseSearch, type Search } from "./search-kind.ts";

export interface NameResultsProps {
  readonly name: string;
  /** Opens whom the person chose. */
  readonly onFind: (search: Search) => void;
}

/** Candidates for a name. Privage has no search by name, so this says where it looked (see `nameWhy`). */
export const NameResults = ({ name, onFind }: NameResultsProps) => {
  const t = useMessages(nameMessages);
  const counter = useMessages(counterMessages);
  const seen = useRecentMembers((state) => state.members).filter((member) => nameMatches(member.name, name));
  const customers = useCustomersByName(name);
  // The point of sale writes phone numbers in its own way, with spaces or a country code.
  const others = (customers.data ?? [])
    .map((customer) => ({ ...customer, search: parseSearch(customer.phone ?? "") }))
    .filter(({ search }) => !seen.some((member) => member.phoneNumber === search?.value));

  return (
    <Card title={t.nameTitle(name)}>
      <p className="muted">{t.nameWhy}</p>
      <ul className="people">
        {seen.map((member) => (
          <li key={member.cardNo}>
            <Button tone="quiet" onPress={() => onFind({ kind: "card", value: member.cardNo })}>
              <span className="people__name">
                {member.name} <Badge>{t.fromDesk}</Badge>
              </span>
              <span className="people__note numeric">{member.phoneNumber}</span>
            </Button>
          </li>
        ))}
        {others.map((customer) => (
          <li key={customer.id}>
            <Button
              tone="quiet"
              isDisabled={customer.search === undefined}
              onPress={() => customer.search && onFind(customer.search)}
            >
              <span className="people__name">
                {customer.name} <Badge>{t.fromPos}</Badge>
              </span>
              <span className="people__note numeric">{customer.phone ?? t.nameNoPhone}</span>
            </Button>
          </li>
        ))}
      </ul>
      {customers.isPending && <Loading lines={3} label={counter.finding} />}
      {customers.isError && <QueryProblem query={customers} note={t.namePosOff} />}
      {customers.isSuccess && seen.length + others.length === 0 && (
        <Notice tone="neutral" title={t.nameNone} />
      )}
    </Card>
  );
};
