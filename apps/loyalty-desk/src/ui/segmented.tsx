import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import "./segmented.css";

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly {
    readonly value: Value;
    readonly label: ReactNode;
    readonly isDisabled?: boolean;
  }[];
}

/** One of a few choices, all in view; arrow keys move between them. */
export const Segmented = <Value extends string>(props: SegmentedProps<Value>) => (
  <RadioGroup
    className="segmented"
    orientation="horizontal"
    value={props.value}
    onChange={(value) => {
      const option = props.options.find((candidate) => candidate.value === value);
      if (option) props.onChange(option.value);
    }}
  >
    <Label className={props.isLabelHidden ? "visually-hidden" : "field__label"}>{props.label}</Label>
    <div className="segmented__options">
      {props.options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          className="segmented__option"
          isDisabled={option.isDisabled ?? false}
        >
          {option.label}
        </Radio>
      ))}
    </div>
  </RadioGroup>
);
