import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import "./button.css";

interface ButtonProps extends Omit<AriaButtonProps, "className"> {
  readonly look?: "primary" | "secondary" | "quiet" | "danger";
}

/** A button in the site's looks; accessible behaviour is react-aria's. */
export const Button = ({ look = "secondary", ...rest }: ButtonProps) => (
  <AriaButton {...rest} className={`button button--${look}`} />
);
