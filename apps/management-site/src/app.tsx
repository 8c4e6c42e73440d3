import { I18nProvider } from "react-aria-components";
import { Notices } from "./feedback/notices-view.tsx";
import { useLocale } from "./i18n/use-messages.ts";
import { Shell } from "./shell/shell.tsx";
import { SignInScreen } from "./sign-in/sign-in-screen.tsx";
import { useSession } from "./site/site-context.ts";

/** The site: the sign-in screen or, once somebody is signed in, everything else. */
export const App = () => {
  const { status } = useSession();
  return (
    <I18nProvider locale={useLocale()}>
      {status === "signed-in" ? <Shell /> : <SignInScreen />}
      <Notices />
    </I18nProvider>
  );
};
