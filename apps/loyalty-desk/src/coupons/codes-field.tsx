import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";

export interface CodesFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint: string;
  readonly error: string | undefined;
}

/** Many codes at once, pasted from wherever they come from. */
export const CodesField = ({ label, value, onChange, hint, error }: CodesFieldProps) => (
  <TextField
    className="field"
    value={value}
    onChange={onChange}
    isRequired
    isInvalid={error !== undefined}
    validationBehavior="aria"
  >
    <Label className="field__label">{label}</Label>
    <TextArea className="codes" spellCheck={false} />
    <Text slot="description" className="field__hint">
      {hint}
    </Text>
    <FieldError className="field__error">{error}</FieldError>
  </TextField>
);
