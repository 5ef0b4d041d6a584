import { Switch as Radix } from "radix-ui";
import { useId } from "react";
import { cn } from "@/lib/cn";

export interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string;
  disabled?: boolean;
  className?: string;
}

/** On or off, at once. In a form that is saved later: Checkbox. */
export function Switch({ label, checked, onChange, hint, disabled, className }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex items-center gap-3", className)}>
      <span className="min-w-0 flex-1">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="block text-xs text-soft">
            {hint}
          </span>
        )}
      </span>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="grid h-6 w-10.5 shrink-0 items-center rounded-full px-1 disabled:opacity-50"
      >
        <span
          className={cn(
            "flex h-5 w-8.5 items-center rounded-full p-0.5 transition-colors",
            checked ? "bg-accent" : "bg-control-line",
          )}
        >
          <Radix.Thumb className="size-4 rounded-full bg-knob shadow-sm transition-transform data-[state=checked]:translate-x-3.5" />
        </span>
      </Radix.Root>
    </div>
  );
}
