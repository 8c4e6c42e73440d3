import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";

export interface ConfirmInPlaceProps {
  /** The button that starts it, e.g. "Undo". */
  readonly label: ReactNode;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  /** `small` for a row of a table: the opening button is then as light as a link. */
  readonly size?: "normal" | "small";
  /** `primary` where it is what people came for. */
  readonly tone?: "primary" | "secondary";
}

/**
 * A destructive step in two presses, asked where it happens: no dialog covers the screen, focus stays in place, and Escape
 * keeps everything as it is.
 */
export const ConfirmInPlace = (props: ConfirmInPlaceProps) => {
  const [isAsking, setAsking] = useState(false);
  const group = useRef<HTMLFieldSetElement>(null);
  const opener = useRef<HTMLDivElement>(null);
  const wasAsking = useRef(false);
  const size = props.size ?? "normal";

  useEffect(() => {
    if (isAsking) group.current?.querySelector("button")?.focus();
    else if (wasAsking.current) opener.current?.querySelector("button")?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);

  if (!isAsking)
    return (
      <div ref={opener}>
        <Button
          tone={size === "small" ? "link" : (props.tone ?? "secondary")}
          size={size}
          isDisabled={props.isDisabled ?? false}
          isPending={props.isPending ?? false}
          onPress={() => setAsking(true)}
        >
          {props.label}
        </Button>
      </div>
    );
  return (
    <fieldset
      ref={group}
      className="confirm"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setAsking(false);
      }}
    >
      <legend>{props.question}</legend>
      <div className="row">
        <Button
          tone="danger"
          size={size}
          onPress={() => {
            setAsking(false);
            props.onConfirm();
          }}
        >
          {props.yes}
        </Button>
        <Button size={size} onPress={() => setAsking(false)}>
          {props.no}
        </Button>
      </div>
    </fieldset>
  );
};
