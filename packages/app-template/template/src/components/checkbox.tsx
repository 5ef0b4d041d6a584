import { useId } from "react";
import { cn } from "@/lib/cn";

export interface CheckboxProps {
  label: string;
  /** "mixed" when it stands for several of which some are checked. */
  checked: boolean | "mixed";
  onChange: (checked: boolean) => void;
  hint?: string;
  error?: string | null;
  required?: boolean;
  /** Keeps the label for screen readers only, as in a table. */
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
}

/** Yes or no, saved with the form it stands in. */
export function Checkbox(props: CheckboxProps) {
  const { label, checked, onChange, hint, error, required, hideLabel, disabled, className } = props;
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn("flex min-w-0 items-start", className)}>
      <input
        ref={(input) => {
          if (input) input.indeterminate = checked === "mixed";
        }}
        id={id}
        type="checkbox"
        checked={checked === true}
        disabled={disabled}
        required={required}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="check -ml-1"
      />
      {!hideLabel && (
        <span className="min-w-0 pt-0.5 pl-1">
          <label htmlFor={id} className="block font-medium">
            {label}
          </label>
          {note && (
            <span id={`${id}-note`} className={cn("block text-xs", error ? "text-bad" : "text-soft")}>
              {note}
            </span>
          )}
        </span>
      )}
    </div>
  );
}
