import { Compass } from "lucide-react";
import { useEffect } from "react";
import { useMessages } from "../i18n/use-messages.ts";
import { Link } from "../router/link.tsx";
import { CATALOGUE_ADDRESS } from "../router/routes.ts";
import { ScreenBody } from "../shell/screen-body.tsx";
import { ScreenHeader } from "../shell/screen-header.tsx";
import "./missing-screen.css";

/** An address that leads nowhere, and the way on from there. */
export const MissingScreen = ({ title, hint }: { readonly title: string; readonly hint: string }) => {
  const { addOn } = useMessages();
  useEffect(() => {
    document.title = `${title} · Privage`;
  }, [title]);
  return (
    <>
      <ScreenHeader title={title} />
      <ScreenBody>
        <div className="missing">
          <Compass aria-hidden size={32} strokeWidth={1.5} />
          <p>{hint}</p>
          <Link className="button button--primary" href={CATALOGUE_ADDRESS}>
            {addOn.toCatalogue}
          </Link>
        </div>
      </ScreenBody>
    </>
  );
};
