import { lazy, type ReactNode, Suspense } from "react";
import { type FieldProps, FieldShell } from "@/components/field";
import type { Choice } from "@/lib/choices";

export interface ComboboxProps extends FieldProps {
  options: readonly Choice[];
  /** The chosen option's id, or, with `allowNew`, the typed text. */
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  /** Text that is no option becomes the value. */
  allowNew?: boolean;
  /** Finds options for what is typed, in place of filtering `options`. */
  load?: (search: string) => Promise<readonly Choice[]>;
  /** What stands before an option's label, as a person's initials. */
  renderMark?: (id: string) => ReactNode;
}

const ComboboxInput = lazy(() => import("@/components/combobox-input"));

/** A field that finds one of many as one types. Its library loads when the first one is shown. */
export function Combobox(props: ComboboxProps) {
  const chosen = props.options.find((option) => option.id === props.value)?.label ?? props.value;
  return (
    <FieldShell {...props}>
      {(ids) => (
        <Suspense fallback={<div className="control">{chosen}</div>}>
          <ComboboxInput {...props} ids={ids} />
        </Suspense>
      )}
    </FieldShell>
  );
}
