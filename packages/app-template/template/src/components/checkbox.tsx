import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
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

export function Checkbox(props: CheckboxProps) {
  const { label, checked, onChange, hint, error, required, hideLabel, disabled, className } = props;
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn("flex min-w-0 items-start", className)}>
      <Radix.Root
        id={id}
        checked={checked === "mixed" ? "indeterminate" : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        required={required}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
        className="-ml-1 grid size-6 shrink-0 place-items-center disabled:opacity-50"
      >
        <span
          className={cn(
            "grid size-4 place-items-center rounded-[4px] border-[1.5px] border-control-line bg-surface text-on-accent",
            checked && "border-accent bg-accent",
            error && "border-bad",
          )}
        >
          {checked === true && <Check size={12} strokeWidth={3} aria-hidden />}
          {checked === "mixed" && <Minus size={12} strokeWidth={3} aria-hidden />}
        </span>
      </Radix.Root>
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
