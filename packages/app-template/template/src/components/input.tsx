import type { LucideIcon } from "lucide-react";
import { type FieldProps, FieldShell } from "@/components/field";

export interface InputProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  type?: "text" | "email" | "url" | "tel";
  placeholder?: string;
  icon?: LucideIcon;
  autoFocus?: boolean;
}

/** One line of text. */
export function Input(props: InputProps) {
  const {
    value,
    onChange,
    maxLength,
    type = "text",
    placeholder,
    icon: Icon,
    autoFocus,
    disabled,
    onBlur,
  } = props;
  return (
    <FieldShell {...props}>
      {({ labelId: _, ...ids }) => (
        <div className="control">
          {Icon && <Icon size={16} aria-hidden className="text-muted" />}
          <input
            {...ids}
            type={type}
            value={value}
            maxLength={maxLength}
            placeholder={placeholder}
            disabled={disabled}
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: only where opening a dialog puts the person here
            autoFocus={autoFocus}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
          />
        </div>
      )}
    </FieldShell>
  );
}
