import { TicketCheck } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Loading } from "../app/loading.tsx";
import { goTo, useHasMoved } from "../app/location.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { Screen } from "../app/screen.tsx";
import { useCheckedCoupon } from "../data/coupons.ts";
import { isNotFound } from "../data/errors.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, KeyHint, Notice } from "../ui/feedback.tsx";
import { Field } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { useHotkeys } from "../ui/use-hotkeys.ts";
import { CheckedCoupon } from "./checked-coupon.tsx";
import { couponMessages } from "./messages.ts";

/** A customer shows a coupon: is it good, and use it. The code is in the path, so that a scan can be shared or reloaded. */
export const CheckScreen = ({ code }: { readonly code: string }) => {
  const t = useMessages(couponMessages);
  const input = useRef<HTMLInputElement>(null);
  const hasMoved = useHasMoved();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const query = useCheckedCoupon(code);

  useHotkeys({ find: () => input.current?.focus() });
  useEffect(() => {
    if (code === "" && hasMoved) input.current?.focus();
  }, [code, hasMoved]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    setError(wanted === "" ? t.codeMissing : undefined);
    if (wanted === "") return;
    setText("");
    if (wanted === code) void query.refetch();
    else goTo(`/coupons/check/${encodeURIComponent(wanted)}`);
  };

  return (
    <Screen title={t.title}>
      <form className="find" onSubmit={submit} noValidate>
        <Field
          label={t.code}
          size="large"
          inputRef={input}
          value={text}
          onChange={(value) => {
            setText(value);
            setError(undefined);
          }}
          hint={t.codeHint}
          error={error}
          maxLength={64}
          end={<KeyHint>F2</KeyHint>}
        />
        <Button type="submit" tone="primary" size="large" isPending={code !== "" && query.isFetching}>
          {t.checkAction}
        </Button>
      </form>
      {code === "" ? (
        <Card>
          <Empty icon={TicketCheck} title={t.ready}>
            <p>{t.readyNext}</p>
          </Empty>
        </Card>
      ) : query.isPending ? (
        <Card>
          <Loading lines={4} label={t.checking} />
        </Card>
      ) : isNotFound(query.error) ? (
        <Notice tone="warn" title={t.noSuchCoupon(code)}>
          <p>{t.noSuchCouponNext}</p>
        </Notice>
      ) : query.data ? (
        <CheckedCoupon
          coupon={query.data}
          problem={query.isError ? <QueryProblem query={query} /> : undefined}
          readAgain={async () => (await query.refetch()).isSuccess}
        />
      ) : (
        <QueryProblem query={query} />
      )}
    </Screen>
  );
};
