import { Search as SearchIcon } from "lucide-react";
import { type FormEvent, type Ref, useState } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { KeyHint } from "../ui/feedback.tsx";
import { Field } from "../ui/field.tsx";
import { counterMessages } from "./messages.ts";
import { parseSearch, type Search } from "./search-kind.ts";

export interface FindFormProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly isFinding: boolean;
  readonly onFind: (search: Search) => void;
}

/** One box for phone, card or name. A bar code scanner types and presses Enter, so it needs nothing else. */
export const FindForm = ({ inputRef, isFinding, onFind }: FindFormProps) => {
  const t = useMessages(counterMessages);
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const search = parseSearch(text);
  const hints = { phone: t.asPhone, card: t.asCard, name: t.asName };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(search ? undefined : t.searchEmpty);
    if (!search) return;
    onFind(search);
    setText("");
  };

  return (
    <search>
      <form className="find" onSubmit={submit} noValidate>
        <Field
          label={t.searchLabel}
          size="large"
          type="search"
          inputRef={inputRef}
          value={text}
          onChange={(value) => {
            setText(value);
            setError(undefined);
          }}
          maxLength={64}
          hint={search ? hints[search.kind] : t.searchHint}
          error={error}
          start={<SearchIcon aria-hidden="true" />}
          end={<KeyHint>F2</KeyHint>}
        />
        <Button type="submit" tone="primary" size="large" isPending={isFinding && search === undefined}>
          {t.find}
        </Button>
      </form>
    </search>
  );
};
