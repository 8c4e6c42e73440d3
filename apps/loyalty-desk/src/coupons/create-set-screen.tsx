import { type FormEvent, useState } from "react";
import { useDeskHost } from "../app/desk-host.ts";
import { goTo } from "../app/location.ts";
import { NotAllowedScreen } from "../app/not-allowed.tsx";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import { Screen } from "../app/screen.tsx";
import { useLeaveGuard } from "../app/use-leave-guard.ts";
import { WriteNotice } from "../app/write-notice.tsx";
import { useCouponPort } from "../data/coupons.ts";
import { dayInZone, endOfDayInZone } from "../i18n/days.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useFocusCatch } from "../ui/use-focus-catch.ts";
import { CodesField } from "./codes-field.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { couponMessages } from "./messages.ts";
import {
  codesOf,
  type DraftProblems,
  EMPTY_DRAFT,
  problemsOf,
  requestOf,
  SET_TYPES,
  type SetDraft,
} from "./set-draft.ts";
import { useWrite } from "./use-write.ts";

/** A new coupon set. What is typed is guarded: the host asks before it leaves. */
export const CreateSetScreen = () => {
  const t = useMessages(couponMessages);
  return useCan()("coupons:create") ? <CreateSetForm /> : <NotAllowedScreen title={t.newSet} />;
};

const CreateSetForm = () => {
  const t = useMessages(couponMessages);
  const format = useFormat();
  const host = useDeskHost();
  const isOnline = useIsOnline();
  const port = useCouponPort();
  const [draft, setDraft] = useState<SetDraft>(EMPTY_DRAFT);
  const [problems, setProblems] = useState<DraftProblems>({});
  const write = useWrite(port.createSet);
  const news = useFocusCatch<HTMLDivElement>(write.result !== undefined);
  // While its outcome is not known, the way on is to look at the sets: nothing is to be lost by it.
  const isDirty = draft !== EMPTY_DRAFT && write.result?.outcome !== "recorded" && !write.isInDoubt;

  useLeaveGuard(isDirty, {
    title: t.leaveAsk,
    message: t.leaveNext,
    confirmLabel: t.leaveYes,
    cancelLabel: t.keep,
  });

  const change = (patch: Partial<SetDraft>) => {
    setDraft({ ...draft, ...patch });
    setProblems({});
  };
  const create = async () => {
    const created = await write.run(requestOf(draft, (day) => endOfDayInZone(day, format.timeZone)));
    if (created?.outcome !== "recorded") return;
    host.toast({ message: t.created(created.value.name), tone: "success" });
    goTo("/coupons/sets", { replace: true, unguarded: true });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = problemsOf(draft, dayInZone(Date.now(), format.timeZone));
    setProblems(found);
    if (Object.keys(found).length === 0 && isOnline) void create();
    else queueMicrotask(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
  };

  return (
    <Screen title={t.newSet}>
      <Card>
        <form className="stack form set-form" onSubmit={submit} noValidate>
          <Field
            label={t.name}
            value={draft.name}
            onChange={(name) => change({ name })}
            isRequired
            maxLength={255}
            error={problems.name && t.nameMissing}
          />
          <Field
            label={t.description}
            value={draft.description}
            onChange={(description) => change({ description })}
            maxLength={2000}
          />
          <Segmented
            label={t.type}
            value={draft.type}
            onChange={(type) => change({ type })}
            options={SET_TYPES.map((type) => ({ value: type, label: t[`type${type}`] }))}
          />
          <p className="muted">{t[`typeHint${draft.type}`]}</p>
          {draft.type === "GENERATE" && (
            <Field
              label={t.quantity}
              value={draft.quantity}
              onChange={(quantity) => change({ quantity })}
              inputMode="numeric"
              isRequired
              maxLength={5}
              error={problems.quantity && t.quantityWrong}
            />
          )}
          {draft.type === "IMPORT" && (
            <CodesField
              label={t.codes}
              value={draft.codes}
              onChange={(codes) => change({ codes })}
              hint={t.codesCount(format.number(codesOf(draft.codes).length))}
              error={problems.codes && t.codesWrong}
            />
          )}
          <ExpiryField
            label={t.expiresOn}
            value={draft.expiresOn}
            onChange={(expiresOn) => change({ expiresOn })}
            hint={draft.expiresOn ? t.expiresHint(format.date(draft.expiresOn)) : undefined}
            error={problems.expiresOn && t.expiresPast}
          />
          {write.result && write.result.outcome !== "recorded" && (
            <div ref={news} tabIndex={-1} className="write">
              <WriteNotice
                result={write.result}
                recorded={undefined}
                onRepeat={() => void create()}
                isPending={write.isPending}
                onLookAgain={() => goTo("/coupons/sets")}
              />
            </div>
          )}
          <div className="row">
            <Button
              type="submit"
              tone="primary"
              isPending={write.isPending}
              isDisabled={!isOnline || write.isInDoubt}
            >
              {t.create}
            </Button>
            <Button onPress={() => goTo("/coupons/sets")}>{t.cancel}</Button>
          </div>
        </form>
      </Card>
    </Screen>
  );
};
