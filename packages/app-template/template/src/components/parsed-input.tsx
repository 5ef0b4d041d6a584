import { type ReactNode, useState } from "react";
import type { FieldIds } from "@/components/field";

interface ParsedInputProps<V> {
  ids: FieldIds;
  value: V;
  onChange: (value: V) => void;
  /** The value as text; a value that cannot be shown, as NaN, leaves what was typed. */
  format: (value: V) => string | null;
  parse: (text: string) => V;
  inputMode?: "numeric" | "decimal" | "text";
  placeholder?: string;
  disabled?: boolean;
  before?: ReactNode;
  after?: ReactNode;
  onBlur?: () => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
}

/** Text that stands for a value: what is typed stays as typed until the field is left, then it shows the value. */
export function ParsedInput<V>(props: ParsedInputProps<V>) {
  const { value, onChange, format, parse, ids } = props;
  const [typed, setTyped] = useState<{ text: string; value: V } | null>(null);
  const { labelId: _, ...attributes } = ids;
  const shown = format(value);
  const text = typed && (Object.is(typed.value, value) || shown === null) ? typed.text : (shown ?? "");
  return (
    <div className="control">
      {props.before}
      <input
        {...attributes}
        className="tabular-nums"
        type="text"
        inputMode={props.inputMode}
        autoComplete="off"
        value={text}
        placeholder={props.placeholder}
        disabled={props.disabled}
        onKeyDown={props.onKeyDown}
        onChange={(event) => {
          const next = parse(event.target.value);
          setTyped({ text: event.target.value, value: next });
          onChange(next);
        }}
        onBlur={() => {
          if (shown !== null) setTyped(null);
          props.onBlur?.();
        }}
      />
      {props.after}
    </div>
  );
}
