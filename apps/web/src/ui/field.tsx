import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** What the control of a field must carry so that label, help and error belong to it. */
interface FieldControl {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  /** What is wrong and how to mend it; the control is then marked invalid. */
  error?: ReactNode;
  optional?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its help and its error beside it. */
export function Field({ label, help, error, optional, className, children }: FieldProps) {
  const id = useId();
  const described = [error ? `${id}-error` : null, help ? `${id}-help` : null].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="ml-1 font-regular text-text-3">optional</span>}
      </label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-danger text-xs">
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 flex-none" />
          <span className="inline-block first-letter:uppercase">{error}</span>
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-text-3 text-xs">
          {help}
        </p>
      )}
    </div>
  );
}
