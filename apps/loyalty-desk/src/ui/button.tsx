import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import "./button.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  /** `primary` once per screen at most: the thing the person came to do. */
  readonly tone?: "primary" | "secondary" | "quiet" | "danger" | "link";
  readonly size?: "normal" | "large" | "small";
  readonly children: ReactNode;
}

/** A button that reacts to mouse, touch, pen and keyboard alike; `isPending` keeps focus while the work is under way. */
export const Button = ({ tone = "secondary", size = "normal", ...rest }: ButtonProps) => (
  <AriaButton {...rest} className={`button button--${tone} button--${size}`} />
);
