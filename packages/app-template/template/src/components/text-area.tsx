import { type FieldProps, FieldShell } from "@/components/field";

export interface TextAreaProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  rows?: number;
  placeholder?: string;
}

/** Text of several lines. */
export function TextArea(props: TextAreaProps) {
  const { value, onChange, maxLength, rows = 3, placeholder, disabled, onBlur } = props;
  return (
    <FieldShell {...props}>
      {({ labelId: _, ...ids }) => (
        <textarea
          {...ids}
          className="control block h-auto resize-y py-2 leading-5"
          value={value}
          rows={rows}
          maxLength={maxLength}
          placeholder={placeholder}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
        />
      )}
    </FieldShell>
  );
}
