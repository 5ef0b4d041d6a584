import { type FieldProps, FieldShell } from "@/components/field";
import { ParsedInput } from "@/components/parsed-input";
import { formatNumber, parseNumber } from "@/lib/format";

export interface NumberInputProps extends FieldProps {
  /** Null when empty; NaN while what is typed is no number, which a field's parser refuses. */
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** Arrow up and down change the value by it; 1 when absent. */
  step?: number;
  placeholder?: string;
  /** A word after the number, as "kg". */
  unit?: string;
}

/** A number in the viewer's notation. */
export function NumberInput(props: NumberInputProps) {
  const { value, onChange, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, step = 1 } = props;
  const turn = (by: number) => onChange(Math.min(max, Math.max(min, (value || 0) + by)));
  return (
    <FieldShell {...props}>
      {(ids) => (
        <ParsedInput
          ids={ids}
          value={value}
          onChange={onChange}
          format={(held) =>
            Number.isNaN(held) ? null : formatNumber(held, { maximumFractionDigits: 10, useGrouping: false })
          }
          parse={parseNumber}
          inputMode={Number.isInteger(step) && min >= 0 ? "numeric" : "decimal"}
          placeholder={props.placeholder}
          disabled={props.disabled}
          onBlur={props.onBlur}
          onKeyDown={(event) => {
            if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
            event.preventDefault();
            turn(event.key === "ArrowUp" ? step : -step);
          }}
          after={props.unit && <span className="text-muted">{props.unit}</span>}
        />
      )}
    </FieldShell>
  );
}
