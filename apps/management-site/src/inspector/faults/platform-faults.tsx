import { Hourglass, KeyRound, type LucideIcon, ServerOff, Snail, Unplug } from "lucide-react";
import { useState } from "react";
import { Button, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useMessages } from "../../i18n/use-messages.ts";
import type { FaultControl, FaultNotice } from "./fault-control.ts";
import {
  FAULTS_OF,
  type FaultName,
  isLasting,
  PLATFORM_NAMES,
  PLATFORMS,
  type Platform,
} from "./fault-names.ts";
import { useFaults } from "./use-faults.ts";

const ICONS: Readonly<Record<FaultName, LucideIcon>> = {
  "expire-access-token": Hourglass,
  "revoke-refresh-token": KeyRound,
  "lose-next-answer": Unplug,
  "slow-network": Snail,
  "platform-down": ServerOff,
};

/** The faults of one platform at a time; a platform with a fault that waits or lasts is marked. */
export const PlatformFaults = ({ control }: { readonly control: FaultControl }) => {
  const { faults } = useMessages().inspector;
  const [platform, setPlatform] = useState<Platform>("privage");
  const { armed, notice } = useFaults(control);

  return (
    <>
      <ToggleButtonGroup
        className="segmented"
        aria-label={faults.where}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[platform]}
        onSelectionChange={(keys) => setPlatform(PLATFORMS.find((name) => keys.has(name)) ?? "privage")}
      >
        {PLATFORMS.map((name) => (
          <ToggleButton key={name} id={name} data-armed={armed[name].size > 0 || undefined}>
            {PLATFORM_NAMES[name]}
            {armed[name].size > 0 && <span className="visually-hidden"> ({faults.isArmed})</span>}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <p className="faults__intro">{faults.holds[platform]}</p>
      <div className="faults__buttons">
        {FAULTS_OF[platform].map((fault) => (
          <FaultButton
            key={fault}
            fault={fault}
            isArmed={armed[platform].has(fault)}
            onPress={(on) => void control.press(platform, fault, on)}
          />
        ))}
      </div>
      <p className="faults__notice" role="status">
        {notice && <Notice {...notice} />}
      </p>
    </>
  );
};

interface FaultButtonProps {
  readonly fault: FaultName;
  readonly isArmed: boolean;
  readonly onPress: (on: boolean) => void;
}

/** A switch for a fault that lasts, a button for one that strikes once. */
const FaultButton = ({ fault, isArmed, onPress }: FaultButtonProps) => {
  const { faults } = useMessages().inspector;
  const Icon = ICONS[fault];
  if (isLasting(fault))
    return (
      <ToggleButton className="fault" isSelected={isArmed} onChange={onPress}>
        <Icon aria-hidden size={16} />
        {faults.names[fault]}
        <span className="fault__switch" aria-hidden="true" />
      </ToggleButton>
    );
  return (
    <Button className="fault" data-armed={isArmed || undefined} onPress={() => onPress(true)}>
      <Icon aria-hidden size={16} />
      {faults.names[fault]}
    </Button>
  );
};

const Notice = ({ platform, fault, outcome }: FaultNotice) => {
  const { faults } = useMessages().inspector;
  const where = PLATFORM_NAMES[platform];
  if (outcome === "refused") return faults.refused(where);
  return outcome === "on" ? faults.hints[fault](where) : faults.off(faults.names[fault], where);
};
