import type { LucideIcon } from "lucide-react";
import {
  Button,
  type ButtonProps,
  ToggleButton,
  type ToggleButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import "./button.css";

interface IconButtonProps extends Omit<ButtonProps, "className" | "children" | "aria-label"> {
  readonly icon: LucideIcon;
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
}

/** A square button with an icon and a tooltip. */
export const IconButton = ({ icon: Icon, label, ...rest }: IconButtonProps) => (
  <Tipped label={label}>
    <Button {...rest} aria-label={label} className="icon-button">
      <Icon aria-hidden size={18} />
    </Button>
  </Tipped>
);

interface IconToggleProps extends Omit<ToggleButtonProps, "className" | "children" | "aria-label"> {
  readonly icon: LucideIcon;
  readonly label: string;
}

/** The same, for something that is on or off. */
export const IconToggle = ({ icon: Icon, label, ...rest }: IconToggleProps) => (
  <Tipped label={label}>
    <ToggleButton {...rest} aria-label={label} className="icon-button">
      <Icon aria-hidden size={18} />
    </ToggleButton>
  </Tipped>
);

const Tipped = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <TooltipTrigger delay={500}>
    {children}
    <Tooltip className="tooltip" offset={6}>
      {label}
    </Tooltip>
  </TooltipTrigger>
);
