import { useEffect, useRef } from "react";
import { Button } from "../controls/button.tsx";
import { Spinner } from "../controls/spinner.tsx";
import { messagesOf, useMessages } from "../i18n/use-messages.ts";
import { PreferenceButtons } from "../preferences/preference-buttons.tsx";
import { Brand } from "../shell/brand.tsx";
import { usePreferences, useSession, useSite } from "../site/site-context.ts";
import { StaffList } from "./staff-list.tsx";
import "./sign-in.css";

/** Who is at the counter? One press signs in; the address stays, so that a deep link opens afterwards. */
export const SignInScreen = () => {
  const { signIn } = messagesOf(usePreferences().language);
  const state = useSession();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = signIn.title;
  }, [signIn]);
  useEffect(() => {
    if (state.status === "signed-out" && state.reason) heading.current?.focus();
  }, [state]);

  return (
    <main className="sign-in">
      <div className="sign-in__preferences">
        <PreferenceButtons />
      </div>
      <section className="sign-in__card" aria-labelledby="sign-in-title">
        <Brand />
        <h1 id="sign-in-title" ref={heading} tabIndex={-1}>
          {signIn.title}
        </h1>
        <SignInBody />
      </section>
    </main>
  );
};

const SignInBody = () => {
  const { signIn, common } = useMessages();
  const { session } = useSite();
  const state = useSession();

  switch (state.status) {
    case "loading":
      return <Spinner label={signIn.loading} />;
    case "signing-in":
      return <Spinner label={signIn.signingIn(state.member.name)} />;
    case "unreachable":
      return (
        <div role="alert" className="sign-in__problem">
          <p>
            <strong>{signIn.unreachable}</strong>
          </p>
          <p>{signIn.unreachableHint}</p>
          <Button onPress={() => void session.start()}>{common.retry}</Button>
        </div>
      );
    case "signed-out": {
      const notice = state.failed
        ? signIn.failed
        : state.reason && (state.reason === "expired" ? signIn.expired : signIn.loggedOut);
      return (
        <>
          <p className="sign-in__intro">{signIn.intro}</p>
          {notice && (
            <p role="status" className="sign-in__notice" data-tone={state.failed ? "error" : "info"}>
              {notice}
            </p>
          )}
          {state.staff.length > 0 ? (
            <StaffList staff={state.staff} onChoose={(member) => void session.signIn(member)} />
          ) : (
            <p>{signIn.noStaff}</p>
          )}
        </>
      );
    }
    case "signed-in":
      return null;
  }
};
