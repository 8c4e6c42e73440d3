import { type HTMLInputTypeAttribute, type ReactNode, type Ref, useId } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import "./field.css";

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong and what to do; shown and announced. */
  readonly error?: string | undefined;
  readonly type?: HTMLInputTypeAttribute;
  readonly inputMode?: "text" | "numeric" | "decimal" | "tel" | "search";
  readonly placeholder?: string;
  readonly size?: "normal" | "large";
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  /** Shown inside the input's frame, at its start or end. */
  readonly start?: ReactNode;
  readonly end?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly maxLength?: number;
  readonly name?: string;
}

/** A labelled input with its hint and its error, tied together for assistive technology. */
export const Field = (props: FieldProps) => (
  <TextField
    className={`field field--${props.size ?? "normal"}`}
    value={props.value}
    onChange={props.onChange}
    isInvalid={props.error !== undefined}
    isRequired={props.isRequired ?? false}
    isDisabled={props.isDisabled ?? false}
    validationBehavior="aria"
    autoComplete="off"
    type={props.type ?? "text"}
    {...(props.inputMode && { inputMode: props.inputMode })}
    {...(props.maxLength && { maxLength: props.maxLength })}
    {...(props.name && { name: props.name })}
  >
    <Label className="field__label">{props.label}</Label>
    <div className="field__frame">
      {props.start}
      <Input
        className="field__input"
        spellCheck={false}
        {...(props.inputRef && { ref: props.inputRef })}
        {...(props.placeholder && { placeholder: props.placeholder })}
      />
      {props.end}
    </div>
    {props.hint !== undefined && (
      <Text slot="description" className="field__hint">
        {props.hint}
      </Text>
    )}
    <FieldError className="field__error">{props.error}</FieldError>
  </TextField>
);

export interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The platform's own select: accessible everywhere, right on phones, and it costs no script. */
export const SelectField = ({ label, value, onChange, options }: SelectFieldProps) => {
  const id = useId();
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="field__frame">
        <select
          id={id}
          className="field__input"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};
