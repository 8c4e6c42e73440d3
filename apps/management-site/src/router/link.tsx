import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { useSite } from "../site/site-context.ts";

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
}

/** An anchor that moves within the site; with a modifier key it does what the browser does. */
export const Link = ({ href, onClick, ...rest }: LinkProps) => {
  const { router } = useSite();
  const onPress = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    void router.go(href);
  };
  return <a {...rest} href={href} onClick={onPress} />;
};
