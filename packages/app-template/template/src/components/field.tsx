import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

/** What every field of a form takes. */
export interface FieldProps {
  label: string;
  hint?: string;
  /** A sentence that says what to change; marks the field. */
  error?: string | null;
  required?: boolean;
  /** Keeps the label for screen readers only, as in a toolbar. */
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
  /** Called when the person leaves the field. */
  onBlur?: () => void;
}

/** The attributes that tie an input to its label, hint and error. */
export interface FieldIds {
  id: string;
  labelId: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

interface ShellProps extends FieldProps {
  children: (ids: FieldIds) => ReactNode;
}

/** Label above, input, then error or hint. */
export function FieldShell({ label, hint, error, required, hideLabel, className, children }: ShellProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cn("grid min-w-0 content-start gap-1.25", className)}>
      <label
        id={`${id}-label`}
        htmlFor={id}
        className={cn("text-xs font-medium text-soft", hideLabel && "sr-only")}
      >
        {label}
        {required && <span aria-hidden> *</span>}
      </label>
      {children({
        id,
        labelId: `${id}-label`,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required ? true : undefined,
      })}
      <FieldNote id={noteId} hint={hint} error={error} />
    </div>
  );
}

/** What is wrong with a field, else what helps to fill it. */
export function FieldNote({ id, hint, error }: Pick<FieldProps, "hint" | "error"> & { id: string }) {
  if (error) {
    return (
      <span id={id} className="flex items-center gap-1.25 text-xs text-bad">
        <CircleAlert size={14} aria-hidden />
        {error}
      </span>
    );
  }
  return (
    hint && (
      <span id={id} className="text-xs text-muted">
        {hint}
      </span>
    )
  );
}
