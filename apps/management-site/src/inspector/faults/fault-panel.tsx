import {
  Hourglass,
  KeyRound,
  LogOut,
  type LucideIcon,
  RotateCw,
  ServerOff,
  Snail,
  Unplug,
} from "lucide-react";
import { Button, ToggleButton } from "react-aria-components";
import type { Slot } from "../../add-ons/frames.ts";
import { useReload } from "../../add-ons/use-reload.ts";
import { useMessages } from "../../i18n/use-messages.ts";
import { useLogOut } from "../../shell/use-session-moves.ts";
import { FAULT_NAMES, type FaultName, isLasting } from "./fault-names.ts";
import { type FaultNotice, useFaults } from "./use-faults.ts";
import "./fault-panel.css";

const ICONS: Readonly<Record<FaultName, LucideIcon>> = {
  "expire-access-token": Hourglass,
  "revoke-refresh-token": KeyRound,
  "lose-next-answer": Unplug,
  "slow-network": Snail,
  "platform-down": ServerOff,
};

/** Buttons that break something at the simulated platform, or on the page, so that one can watch it heal. */
export const FaultPanel = ({ slot }: { readonly slot: Slot }) => {
  const { faults } = useMessages().inspector;
  const reload = useReload();
  const logOut = useLogOut();
  const { armed, notice, press } = useFaults();

  return (
    <section className="faults" aria-labelledby="faults-title">
      <h3 id="faults-title">{faults.title}</h3>
      <p className="faults__intro">{faults.intro}</p>
      <div className="faults__buttons">
        {FAULT_NAMES.map((name) => {
          const Icon = ICONS[name];
          const content = (
            <>
              <Icon aria-hidden size={16} />
              {faults.names[name]}
            </>
          );
          return isLasting(name) ? (
            <ToggleButton
              key={name}
              className="fault"
              isSelected={armed.has(name)}
              onChange={(on) => void press(name, on)}
            >
              {content}
              <span className="fault__switch" aria-hidden="true" />
            </ToggleButton>
          ) : (
            <Button
              key={name}
              className="fault"
              data-armed={armed.has(name) || undefined}
              onPress={() => void press(name, true)}
            >
              {content}
            </Button>
          );
        })}
        <Button className="fault" onPress={() => void reload(slot)}>
          <RotateCw aria-hidden size={16} />
          {faults.reloadFrame}
        </Button>
        <Button className="fault" onPress={() => void logOut()}>
          <LogOut aria-hidden size={16} />
          {faults.logOut}
        </Button>
      </div>
      <p className="faults__notice" role="status">
        {notice && <Notice {...notice} />}
      </p>
    </section>
  );
};

const Notice = ({ fault, outcome }: FaultNotice) => {
  const { faults } = useMessages().inspector;
  if (outcome === "refused") return faults.refused;
  return outcome === "on" ? faults.hints[fault] : faults.off(faults.names[fault]);
};
