import { useId } from "react";
import { FieldNote, type FieldProps } from "@/components/field";
import type { Choice } from "@/lib/choices";
import { cn } from "@/lib/cn";

export interface RadioGroupProps<Id extends string> extends FieldProps {
  options: readonly Choice<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  /** Gives each a frame of its own, for the one question of a screen. */
  framed?: boolean;
}

const frame =
  "min-h-11 rounded-lg border border-control-line bg-surface px-3 has-checked:border-accent has-checked:bg-accent-soft has-checked:inset-ring has-checked:inset-ring-accent";

/** One of a few, all in view. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const { label, options, value, onChange, required, disabled, hideLabel, hint, error, framed, className } =
    props;
  const id = useId();
  return (
    <fieldset
      disabled={disabled}
      aria-describedby={error || hint ? `${id}-note` : undefined}
      onBlur={props.onBlur}
      className={cn("grid min-w-0 content-start", framed ? "gap-2" : "gap-1", className)}
    >
      <legend className={cn("mb-1 text-xs font-medium text-soft", hideLabel && "sr-only")}>
        {label}
        {required && <span aria-hidden> *</span>}
      </legend>
      {options.map((option) => (
        <label
          key={option.id}
          className={cn("flex min-h-7 items-center gap-1 font-medium phone:min-h-10", framed && frame)}
        >
          <input
            type="radio"
            name={id}
            checked={option.id === value}
            required={required}
            onChange={() => onChange(option.id)}
            className="check rounded-full -ml-1 before:rounded-full"
          />
          {option.label}
        </label>
      ))}
      <FieldNote id={`${id}-note`} hint={hint} error={error} />
    </fieldset>
  );
}
