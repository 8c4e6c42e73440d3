import { LogOut, RotateCw } from "lucide-react";
import { Button } from "react-aria-components";
import type { Slot } from "../../add-ons/frames.ts";
import { useReload } from "../../add-ons/use-reload.ts";
import { useMessages } from "../../i18n/use-messages.ts";
import { useLogOut } from "../../shell/use-session-moves.ts";
import { useSite } from "../../site/site-context.ts";
import { PlatformFaults } from "./platform-faults.tsx";
import "./fault-panel.css";

/** Buttons that break something at a simulated platform, or on the page, so that one can watch it heal. */
export const FaultPanel = ({ slot }: { readonly slot: Slot }) => {
  const { faults } = useMessages().inspector;
  const { faults: control } = useSite();
  const reload = useReload();
  const logOut = useLogOut();

  return (
    <section className="faults" aria-labelledby="faults-title">
      <h3 id="faults-title">{faults.title}</h3>
      <p className="faults__intro">{faults.intro}</p>
      {control && <PlatformFaults control={control} />}
      <div className="faults__buttons">
        <Button className="fault" onPress={() => void reload(slot)}>
          <RotateCw aria-hidden size={16} />
          {faults.reloadFrame}
        </Button>
        <Button className="fault" onPress={() => void logOut()}>
          <LogOut aria-hidden size={16} />
          {faults.logOut}
        </Button>
      </div>
    </section>
  );
};
