import { type FieldProps, FieldShell } from "@/components/field";
import { ParsedInput } from "@/components/parsed-input";
import { currencySign, formatMoneyInput, parseMoney } from "@/lib/format";

export interface MoneyInputProps extends FieldProps {
  /** An integer in minor units (cents). Null when empty; NaN while what is typed is no amount. */
  value: number | null;
  onChange: (value: number | null) => void;
  /** ISO 4217; EUR when absent. */
  currency?: string;
  placeholder?: string;
}

/** An amount with its currency's sign. */
export function MoneyInput(props: MoneyInputProps) {
  const { currency = "EUR" } = props;
  return (
    <FieldShell {...props}>
      {(ids) => (
        <ParsedInput
          ids={ids}
          value={props.value}
          onChange={props.onChange}
          format={(held) => (Number.isNaN(held) ? null : formatMoneyInput(held, currency))}
          parse={(text) => parseMoney(text, currency)}
          inputMode="decimal"
          placeholder={props.placeholder}
          disabled={props.disabled}
          onBlur={props.onBlur}
          before={<span className="text-muted">{currencySign(currency)}</span>}
        />
      )}
    </FieldShell>
  );
}
