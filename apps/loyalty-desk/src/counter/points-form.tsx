import { addDecimals, compareDecimals } from "@privage-addons/addon-sdk";
import { type FormEvent, type Ref, useState } from "react";
import { useBusiness } from "../app/business.ts";
import { LateNotice } from "../app/loading.tsx";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import type { Member } from "../data/members.ts";
import type { MoveRequest } from "../data/points.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { KeyHint, Notice } from "../ui/feedback.tsx";
import { Field } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { currencyDecimals, POINT_DECIMALS, parseAmount } from "./amount.ts";
import { pointsMessages } from "./points-messages.ts";

export type Direction = "burn" | "add";

export interface PointsFormProps {
  readonly member: Member;
  readonly direction: Direction;
  readonly onDirection: (direction: Direction) => void;
  readonly amountRef: Ref<HTMLInputElement>;
  readonly isSending: boolean;
  readonly onSend: (move: MoveRequest) => void;
}

/** How many points, which way. Enter records; nothing else is asked, as the receipt offers to undo. */
export const PointsForm = ({ member, direction, ...props }: PointsFormProps) => {
  const t = useMessages(pointsMessages);
  const format = useFormat();
  const balance = member.points;
  const can = useCan();
  const isOnline = useIsOnline();
  const { currency } = useBusiness();
  const [text, setText] = useState("");
  const [basis, setBasis] = useState<"points" | "money">("points");
  const [error, setError] = useState<string>();

  const byMoney = direction === "add" && basis === "money";
  const decimals = byMoney ? currencyDecimals(currency) : POINT_DECIMALS;
  const parsed = parseAmount(text, decimals, format.decimalSeparator);
  const shown = parsed.ok
    ? byMoney
      ? format.money(parsed.amount, currency)
      : format.number(parsed.amount)
    : "";

  const problem = (): string | undefined => {
    if (!parsed.ok) {
      if (parsed.problem === "missing") return byMoney ? t.moneyMissing : t.amountMissing;
      return decimals > 0 ? t.amountMalformed(format.number(decimals)) : t.moneyNotWhole;
    }
    if (direction === "burn" && compareDecimals(parsed.amount, balance) > 0)
      return t.notEnough(format.number(balance));
    return undefined;
  };
  const consequence = (): string | undefined => {
    if (byMoney) return t.moneyHint;
    if (!parsed.ok || problem()) return undefined;
    return direction === "burn"
      ? t.afterBurn(format.number(addDecimals(balance, `-${parsed.amount}`)))
      : t.afterAdd(format.number(addDecimals(balance, parsed.amount)));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = problem();
    setError(wrong);
    if (wrong !== undefined || !parsed.ok || props.isSending || !isOnline) return;
    const { cardNo } = member;
    if (direction === "burn") props.onSend({ kind: "burn", cardNo, points: parsed.amount });
    else if (byMoney) props.onSend({ kind: "add-for-money", cardNo, money: parsed.amount });
    else props.onSend({ kind: "add", cardNo, points: parsed.amount });
  };
  const change = (value: string) => {
    setText(value);
    setError(undefined);
  };

  if (!can("points:add") && !can("points:burn"))
    return (
      <Notice tone="neutral" title={t.mayNotMove}>
        <p>{t.mayNotMoveNext}</p>
      </Notice>
    );

  const action = {
    burn: t.burnAction(shown),
    add: byMoney ? t.addMoneyAction(shown) : t.addAction(shown),
  }[direction];

  return (
    <form className="stack" onSubmit={submit} noValidate aria-label={t.movePoints}>
      <Segmented
        label={t.whatToDo}
        isLabelHidden
        value={direction}
        onChange={(next) => {
          props.onDirection(next);
          setError(undefined);
        }}
        options={[
          { value: "burn", isDisabled: !can("points:burn"), label: <Choice text={t.burn} hotkey="F4" /> },
          { value: "add", isDisabled: !can("points:add"), label: <Choice text={t.add} hotkey="F8" /> },
        ]}
      />
      {!can("points:burn") && <p className="muted">{t.mayOnlyAdd}</p>}
      {!can("points:add") && <p className="muted">{t.mayOnlyBurn}</p>}
      {direction === "add" && (
        <Segmented
          label={t.countBy}
          value={basis}
          onChange={setBasis}
          options={[
            { value: "points", label: t.byPoints },
            { value: "money", label: t.byMoney },
          ]}
        />
      )}
      <Field
        label={direction === "burn" ? t.pointsToBurn : byMoney ? t.moneySpent : t.pointsToAdd}
        size="large"
        inputMode={decimals > 0 ? "decimal" : "numeric"}
        inputRef={props.amountRef}
        value={text}
        onChange={change}
        maxLength={14}
        hint={consequence()}
        error={error}
        end={
          direction === "burn" && (
            <Button
              size="small"
              tone="quiet"
              onPress={() => change(balance.replace(".", format.decimalSeparator))}
            >
              {t.useAll}
            </Button>
          )
        }
      />
      {props.isSending && <LateNotice>{t.workingLate}</LateNotice>}
      <Button type="submit" tone="primary" size="large" isPending={props.isSending} isDisabled={!isOnline}>
        {props.isSending ? t.working : action} <KeyHint>↵</KeyHint>
      </Button>
    </form>
  );
};

const Choice = ({ text, hotkey }: { readonly text: string; readonly hotkey: string }) => (
  <>
    {text} <KeyHint>{hotkey}</KeyHint>
  </>
);
